package org.dcgan.console;

/** An event stream that begins with its answer. */
record EventAnswer(EventStream stream, EventSource source) {}
