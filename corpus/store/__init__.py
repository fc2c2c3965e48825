"""The study's database: SQLAlchemy tables, Alembic migrations, one small class to work with."""
