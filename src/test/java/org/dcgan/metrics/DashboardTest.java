package org.dcgan.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("fast")
class DashboardTest {
    static List<Dashboard> dashboards() throws IOException {
        return Dashboard.all();
    }

    @Test
    void theDashboardsKeepTheirAddresses() throws IOException {
        assertThat(dashboards())
                .extracting(dashboard -> dashboard.json().get("uid").asText())
                .containsExactly("dcgan-operations", "dcgan-training");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelSaysWhatItShowsInWhichUnitAndWhatIsBad(Dashboard dashboard) {
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.get("description").asText()).endsWith(".");
            JsonNode defaults = panel.at("/fieldConfig/defaults");
            assertThat(defaults.path("unit").asText()).isNotEmpty();
            assertThat(defaults.at("/thresholds/steps")).isNotEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everythingIsAskedOfTheProvisionedPrometheus(Dashboard dashboard) {
        assertThat(dashboard.json().findValues("datasource"))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(source.get("uid").asText()).isEqualTo("dcgan-prometheus"));
    }
}
