package org.dcgan.sampler;

/** Which checkpoint is served where none is pinned. */
public enum Follow {
    /** The newest complete one. */
    LATEST,
    /** The one whose images were judged best; the newest while none has been judged. */
    BEST
}
