package org.dcgan.gan;

import java.util.HashMap;
import java.util.Map;

/** A state dict that passes a check, and of which one tensor then cannot be had: every other time that it is asked for. */
public final class FailsAfterTheCheck extends HashMap<String, Tensor> {
    private static final long serialVersionUID = 1;

    private final String name;
    private boolean checked;

    /** @param name the tensor that cannot be had */
    public FailsAfterTheCheck(Map<String, Tensor> stateDict, String name) {
        super(stateDict);
        this.name = name;
    }

    @Override
    public Tensor get(Object asked) {
        if (asked.equals(name)) {
            checked = !checked;
            if (!checked) {
                throw new IllegalStateException("no memory left");
            }
        }
        return super.get(asked);
    }
}
