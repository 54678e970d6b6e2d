package org.dcgan.gan;

import ai.djl.Device;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.pytorch.engine.PtNDManager;
import java.lang.reflect.Field;
import java.util.Map;

/** The owners of native tensors in this process that are not closed. */
public final class LiveManagers {
    private LiveManagers() {}

    /** By how many they become more through an action, which is done once before, since the first use of a program keeps one. */
    public static int addedBy(Runnable action) {
        action.run();
        int before = count();
        action.run();
        return count() - before;
    }

    private static int count() {
        try (PtNDManager manager = PyTorch.manager(Device.cpu())) {
            Field resources = BaseNDManager.class.getDeclaredField("resources");
            resources.setAccessible(true);
            return ((Map<?, ?>) resources.get(manager.getParentManager())).size();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the engine keeps its managers in another place", e);
        }
    }
}
