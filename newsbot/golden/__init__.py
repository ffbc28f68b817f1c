"""Golden pages: real pages with all text replaced and all structure kept; what is to be read of them stands beside."""
