package org.dcgan.gan;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The native memory of one object: each part is added as soon as it is allocated, so that {@link #close} releases all of it, even if
 * the object's constructor fails. Not thread-safe.
 */
public final class NativeScope implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Adds a part and returns it. */
    public <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }

    /** Releases all parts, the last one first. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("native memory cannot be released", e);
            }
        }
    }
}
