"""What `:` finds: acts, settings, interfaces, runs and invoices, by what they are called in either
language.
"""
