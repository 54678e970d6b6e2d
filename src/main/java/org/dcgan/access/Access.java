package org.dcgan.access;

/** The roles of people, as used by end points. An operator is also a viewer. */
public final class Access {
    /** May read jobs, events, objects, images and metrics. */
    public static final String VIEWER = "viewer";
    /** May also submit and cancel jobs, and select the served checkpoint. */
    public static final String OPERATOR = "operator";

    private Access() {}
}
