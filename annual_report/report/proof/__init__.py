"""What a page carries of its network, so that it can be made anew from itself (see `verify`)."""
