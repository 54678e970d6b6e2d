package org.dcgan.device;

import ai.djl.Device;
import io.quarkus.runtime.util.ExceptionUtil;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.dcgan.gan.DeviceName;
import org.dcgan.gan.PyTorch;
import org.dcgan.process.StartRefusedException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The device that networks are trained and served on. */
@Singleton
public final class ComputeDevice {
    private final DeviceName name;

    /** @param name from the configuration */
    @Inject
    public ComputeDevice(@ConfigProperty(name = "dcgan.device", defaultValue = "auto") DeviceName name) {
        this.name = name;
    }

    /**
     * The device.
     *
     * @throws StartRefusedException if there is no such device, or the engine cannot be loaded
     */
    public Device get() {
        requireEngine();
        try {
            return PyTorch.device(name);
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException("dcgan.device: " + e.getMessage(), e);
        }
    }

    /**
     * Starts the engine, for computations that always use the CPU.
     *
     * @throws StartRefusedException if it cannot be loaded
     */
    public static void requireEngine() {
        try {
            PyTorch.device(DeviceName.CPU);
        } catch (LinkageError e) {
            throw new StartRefusedException("The PyTorch engine cannot be loaded: " + ExceptionUtil.getRootCause(e), e);
        }
    }
}
