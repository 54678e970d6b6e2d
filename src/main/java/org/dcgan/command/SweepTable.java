package org.dcgan.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dcgan.message.JobState;
import org.dcgan.message.Json;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.TrainingJob;

/** Formats the qualities of a sweep's runs as lines of text: the best first, with the fields in which they differ. */
final class SweepTable {
    private static final Set<String> SAME = Set.of("id", "sweep");

    private SweepTable() {}

    /**
     * The lines.
     *
     * @param ends the jobs' last states; a job without one was refused
     * @param best the best checkpoint of each job that has been judged
     */
    static List<String> of(List<TrainingJob> jobs, Map<String, JobState> ends, Map<String, QualityMeasured> best) {
        List<String> fields = differences(jobs);
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("run"));
        heading.addAll(fields);
        heading.addAll(List.of("state", "Fréchet distance", "after epoch"));
        rows.add(heading);
        Comparator<TrainingJob> order = Comparator.comparing(
                job -> best.containsKey(job.id()) ? best.get(job.id()).scores().frechetDistance() : Double.MAX_VALUE);
        List<TrainingJob> sorted = jobs.stream().sorted(order).toList();
        sorted.forEach(job -> rows.add(row(job, fields, ends.get(job.id()), best.get(job.id()))));
        List<String> lines = lines(rows);
        QualityMeasured first = best.get(sorted.get(0).id());
        if (first != null) {
            lines.add("The best is %s/%d.".formatted(first.jobId(), first.epoch()));
        }
        return lines;
    }

    private static List<String> differences(List<TrainingJob> jobs) {
        List<Map<String, Object>> all = jobs.stream().map(SweepTable::fields).toList();
        Set<String> names = new LinkedHashSet<>();
        all.forEach(fields -> names.addAll(fields.keySet()));
        names.removeAll(SAME);
        List<String> differences = new ArrayList<>(names.stream()
                .filter(name -> all.stream()
                                .map(fields -> String.valueOf(fields.get(name)))
                                .distinct()
                                .count()
                        > 1)
                .toList());
        return differences;
    }

    private static Map<String, Object> fields(TrainingJob job) {
        return Json.fields(job);
    }

    private static List<String> row(TrainingJob job, List<String> fields, JobState end, QualityMeasured quality) {
        Map<String, Object> values = fields(job);
        List<String> row = new ArrayList<>(List.of(job.id()));
        fields.forEach(field -> row.add(String.valueOf(values.getOrDefault(field, "–"))));
        row.add(end == null ? "refused" : end.state().toString());
        row.add(
                quality == null
                        ? "–"
                        : String.format(Locale.ROOT, "%.1f", quality.scores().frechetDistance()));
        row.add(quality == null ? "–" : Integer.toString(quality.epoch() + 1));
        return row;
    }

    private static List<String> lines(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        });
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
