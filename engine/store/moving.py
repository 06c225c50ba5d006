"""The door for whoever moves a whole store between a data folder and a PostgreSQL."""

from __future__ import annotations

from engine.common.data_folder import DataFolder
from engine.messages.database import DatabaseFault
from engine.model.errors import StoreError
from engine.store.opening import shared_place
from engine.store.protocol import Store


def bring_up_to_date(data: DataFolder) -> list[int]:
    """Make the tables that the data folder's store needs, or change those of an older opos; returns
    the versions that were reached. Raises `StoreError`.
    """
    if data.shared is None:
        return []
    try:
        from engine.store.postgresql import place, schema_version
    except ImportError as error:
        raise StoreError(DatabaseFault.NO_DRIVER) from error
    return schema_version.update_schema(place.PostgresPlace(data.shared, data).database)


def move_in(data: DataFolder, held: Store, moved: DataFolder) -> None:
    """Copy what is in the folder, and in its store that is `held`, to the PostgreSQL of `moved`.
    Raises `StoreError` where that is not empty.
    """
    if place := shared_place(moved):
        from engine.store.postgresql import moving

        moving.copy_in(data, held, place)


def move_out(data: DataFolder, target: DataFolder) -> None:
    """Copy what is in the PostgreSQL of `data` into the folder `target`. Raises `StoreError`."""
    if place := shared_place(data):
        from engine.store.postgresql import moving

        moving.copy_out(place, target)
