//! What an inspection plan is: values and rules, with no clock, disk, SQL or terminal.
