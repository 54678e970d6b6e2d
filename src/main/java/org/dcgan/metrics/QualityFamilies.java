package org.dcgan.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;

/** The series of jobs' qualities: of the newest judged epoch of each job. */
final class QualityFamilies {
    /** One metric per score, because their scales and directions differ. */
    private enum Measure {
        FRECHET_DISTANCE(
                "dcgan_frechet_distance", "Fréchet distance from real images, from 0 at best", Scores::frechetDistance),
        KERNEL_DISTANCE(
                "dcgan_kernel_distance", "Kernel distance from real images, around 0 at best", Scores::kernelDistance),
        INCEPTION_SCORE(
                "dcgan_inception_score",
                "Inception score, from 1 to the number of classes at best",
                Scores::inceptionScore),
        DENSITY("dcgan_density", "How deep among real images the fakes lie, around 1 at best", Scores::density),
        COVERAGE("dcgan_coverage", "Share of real images that have a fake near them, 1 at best", Scores::coverage),
        CONFIDENCE(
                "dcgan_confidence",
                "Mean probability of the class that the judge takes a fake for",
                Scores::confidence);

        private final String seriesName;
        private final String help;
        private final Function<Scores, Double> value;

        Measure(String seriesName, String help, Function<Scores, Double> value) {
            this.seriesName = seriesName;
            this.help = help;
            this.value = value;
        }

        private MetricFamilySamples of(List<QualityMeasured> qualities) {
            GaugeMetricFamily family = new GaugeMetricFamily(seriesName, help, List.of("job_id", "generator"));
            for (QualityMeasured quality : qualities) {
                eachGenerator(quality, (generator, scores) -> add(family, quality.jobId(), generator, scores));
                if (quality.floor() != null) {
                    add(family, quality.jobId(), "floor", quality.floor());
                }
            }
            return family;
        }

        /** Null for scores that need classes, if the data set has none. */
        private void add(GaugeMetricFamily family, String jobId, String generator, Scores scores) {
            Double measured = value.apply(scores);
            if (measured != null) {
                family.addMetric(List.of(jobId, generator), measured);
            }
        }
    }

    private QualityFamilies() {}

    static List<MetricFamilySamples> of(List<Job> jobs) {
        List<QualityMeasured> qualities =
                jobs.stream().flatMap(job -> job.lastQuality().stream()).toList();
        List<MetricFamilySamples> all = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            all.add(measure.of(qualities));
        }
        all.add(classShares(qualities));
        all.add(gauge(
                "dcgan_collapsed",
                "1 if the generator was found to have collapsed, else 0",
                qualities,
                quality -> quality.collapse() == null ? 0 : 1));
        all.add(gauge(
                "dcgan_judged_epoch",
                "Newest epoch that was judged, which these belong to, from 0",
                qualities,
                QualityMeasured::epoch));
        return all;
    }

    private static MetricFamilySamples classShares(List<QualityMeasured> qualities) {
        GaugeMetricFamily family = new GaugeMetricFamily(
                "dcgan_class_share",
                "Share of the fakes that the judge takes for this class",
                List.of("job_id", "generator", "class"));
        for (QualityMeasured quality : qualities) {
            eachGenerator(quality, (generator, scores) -> {
                List<Double> shares = Optional.ofNullable(scores.classShares()).orElse(List.of());
                for (int i = 0; i < shares.size(); i++) {
                    family.addMetric(List.of(quality.jobId(), generator, Integer.toString(i)), shares.get(i));
                }
            });
        }
        return family;
    }

    private static void eachGenerator(QualityMeasured quality, BiConsumer<String, Scores> told) {
        told.accept("plain", quality.scores());
        if (quality.averaged() != null) {
            told.accept("averaged", quality.averaged());
        }
    }

    private static MetricFamilySamples gauge(
            String name, String help, List<QualityMeasured> qualities, ToDoubleFunction<QualityMeasured> value) {
        GaugeMetricFamily family = new GaugeMetricFamily(name, help, List.of("job_id"));
        qualities.forEach(quality -> family.addMetric(List.of(quality.jobId()), value.applyAsDouble(quality)));
        return family;
    }
}
