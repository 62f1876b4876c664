"""Records of work (工作纪实): what they cover, until when they are accepted, how long they are, which are due."""
