"""Try a form with a file: read it as the form says, or make a layout for it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from engine.common.i18n import _
from engine.model.errors import ConfigError
from tui_app.form.form import Form
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.configuration.layout_wizard import make_layout
from tui_app.screens.configuration.server_file import ServerFile
from tui_app.screens.dialogs.ask_path import AskPath, path_of
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.widgets.form_list import FormList


class SampleTrial:
    """Remembers the file, and the layout that is made for it."""

    def __init__(self, screen: OposScreen, sample: Path | None) -> None:
        self._screen = screen
        self._sample = sample
        self._layout = ""
        self._server = ServerFile(screen)

    def ask(self, form: Form) -> None:
        """Ask for a file of the server, where there is one, or of this machine, and show what is
        read of it; in the form of an interface, a layout may then be made for it.
        """
        is_on_server = form.texts().get("source.protocol", "folder") != "folder"
        edited = form.as_edited() if is_on_server else None
        if edited:
            self._server.ask(
                edited, form.key[1], partial(self._read, form), partial(self._ask_local, form)
            )
        else:
            self._ask_local(form)

    def close(self) -> None:
        """Remove what was copied from the server."""
        self._server.close()

    def _ask_local(self, form: Form) -> None:
        texts = form.texts()
        is_local = texts.get("source.protocol") == "folder"
        begin = self._sample or (texts["source.directory"] if is_local else f"{Path.cwd()}/")

        def read(typed: str | None) -> None:
            if typed is not None:
                self._read(form, path_of(typed))

        self._screen.app.push_screen(AskPath(_("Which file shall be read?"), str(begin)), read)

    def _read(self, form: Form, sample: Path) -> None:
        # With the readers of lists, which no start should wait for.
        from tui_app.form.reader_options import reader_options_of
        from tui_app.screens.configuration.sample import SampleScreen

        self._sample = sample
        try:
            options = reader_options_of(form)
        except ConfigError as error:
            self._screen.app.push_screen(ProblemNote.of(error))
            return

        def begin_layout() -> None:
            make_layout(self._screen, sample, self._open_layout)

        is_interface = form.key[0] == "interfaces"
        self._screen.app.push_screen(
            SampleScreen(sample, options, begin_layout if is_interface else None)
        )

    def _open_layout(self, form: Form) -> None:
        from tui_app.screens.configuration.editor import EditorScreen

        self._layout = form.key[1]
        self._screen.app.push_screen(EditorScreen(form, sample=self._sample))

    def take_layout(self, fields: FormList) -> None:
        """Take over the layout that was made for this interface and saved meanwhile, if one was."""
        try:
            form = self._with_layout(fields.form)
        except ConfigError as error:
            self._screen.app.push_screen(ProblemNote.of(error))
        else:
            if form:
                fields.take(form)

    def _with_layout(self, form: Form) -> Form | None:
        configuration = self._screen.opos.configuration
        layout = configuration.settings.layouts.get(self._layout)
        if layout is None:
            return None
        name, self._layout = self._layout, ""
        form = form.again(configuration)
        form.write(form.field("file", "type"), name)
        form.write(form.field("file", "content"), layout.content)
        return form
