"""The design system: layouts, components, form fields, pictures, and the pages that stand without a database."""
