package org.dcgan.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.dcgan.ResidentMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it measures the memory and counts the tensors of the whole process")
class NativeScopeTest {
    /** One holds 17.5, so that 60, or 25, hold far more. */
    private static final long MOST_MEBIBYTES = 150;

    private final Hyperparameters averaging =
            new Hyperparameters(100, 0.0002, 0.5, 0.999, 1, Precision.FLOAT32, OptionalDouble.of(0.9));

    @Test
    void releasesTheLastPartFirst() {
        List<String> released = new ArrayList<>();
        NativeScope scope = new NativeScope();
        scope.own(() -> released.add("first"));
        scope.own(() -> released.add("last"));

        scope.close();

        assertThat(released).containsExactly("last", "first");
    }

    @Test
    void aDcganThatCannotBeMadeKeepsNoMemory() {
        GanState state = Dcgan.initial(100, 7);
        state.optimizers().remove("exp_avg_sq.main.6.bias"); // what it would load last

        long growth =
                ResidentMemory.growth(60, () -> assertThatThrownBy(() -> new Dcgan(Device.cpu(), averaging, state))
                        .hasMessageContaining("is missing"));

        assertThat(growth).isLessThan(MOST_MEBIBYTES);
    }

    @Test
    void aDcganThatFailsWhileItIsMadeKeepsNoMemory() {
        GanState state = Dcgan.initial(100, 7);
        Map<String, Tensor> failing = new FailsAfterTheCheck(state.generator(), "upsample.7.running_var");
        GanState spoilt = new GanState(state.generator(), state.discriminator(), state.optimizers(), failing);

        long growth =
                ResidentMemory.growth(25, () -> assertThatThrownBy(() -> new Dcgan(Device.cpu(), averaging, spoilt))
                        .hasMessage("no memory left"));

        assertThat(growth).isLessThan(MOST_MEBIBYTES);
    }

    @Test
    void aGeneratorThatFailsWhileItIsMadeIsClosed() {
        Map<String, Tensor> failing =
                new FailsAfterTheCheck(Network.GENERATOR.initial(100, 7), "upsample.7.running_var");

        int added = LiveManagers.addedBy(() ->
                assertThatThrownBy(() -> new Generator(Device.cpu(), failing)).hasMessage("no memory left"));

        assertThat(added).isZero();
    }

    @Test
    void aDiscriminatorThatFailsWhileItIsMadeIsClosed() {
        Map<String, Tensor> failing =
                new FailsAfterTheCheck(Network.DISCRIMINATOR.initial(100, 7), "main.6.running_var");

        int added = LiveManagers.addedBy(() -> assertThatThrownBy(() -> new Discriminator(Device.cpu(), failing))
                .hasMessage("no memory left"));

        assertThat(added).isZero();
    }
}
