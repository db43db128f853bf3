//! The program's command line: help, exit statuses, and what a person sees, as full text.
