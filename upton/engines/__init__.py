"""Plain Python that works something out: no Django, no database, no clock."""
