"""The sections of the report: each turns the reading into what its template draws."""
