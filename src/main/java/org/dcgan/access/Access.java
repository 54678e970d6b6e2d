package org.dcgan.access;

/** The roles of people, as end points name them. An operator is a viewer as well. */
public final class Access {
    /** May look: at jobs, events, objects, images and metrics. */
    public static final String VIEWER = "viewer";
    /** May also submit and cancel jobs, and say which checkpoint is served. */
    public static final String OPERATOR = "operator";

    private Access() {}
}
