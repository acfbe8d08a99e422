"""Rules, rates, roles and forms of words as dated data, so that another country or year is another file."""
