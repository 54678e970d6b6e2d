package org.dcgan.command;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command line: {@code train}, with an option for each field of a job. */
final class TrainArguments {
    private static final String STAY = "--stay";
    private static final int MOST_JOBS = 1_000;

    private final CommandLine commandLine;
    private final ParseResult parsed;

    private TrainArguments(CommandLine commandLine, ParseResult parsed) {
        this.commandLine = commandLine;
        this.parsed = parsed;
    }

    /** The program's commands: {@code train}, and those that picocli runs. */
    static CommandLine program() {
        CommandSpec program = CommandSpec.create()
                .name("java -jar quarkus-run.jar")
                .addSubcommand("train", train())
                .addSubcommand("import-dataset", CommandSpec.forAnnotatedObject(new ImportDatasetCommand()))
                .addSubcommand("judge", CommandSpec.forAnnotatedObject(new JudgeCommand()))
                .addSubcommand("train-judge", CommandSpec.forAnnotatedObject(new TrainJudgeCommand()))
                .addSubcommand("import-checkpoint", CommandSpec.forAnnotatedObject(new ImportCheckpointCommand()))
                .addSubcommand("purge", CommandSpec.forAnnotatedObject(new PurgeCommand()));
        describeItself(program);
        program.subcommands().values().forEach(command -> describeItself(command.getCommandSpec()));
        program.usageMessage()
                .description("Plays the roles of dcgan.roles until it is told to end; all of them by default.");
        return new CommandLine(program)
                .setExecutionExceptionHandler((failure, command, arguments) -> {
                    Failure.report(failure, System.err);
                    return command.getCommandSpec().exitCodeOnExecutionException();
                })
                .setParameterExceptionHandler((wrong, arguments) -> {
                    Failure.reportArguments(wrong, System.err);
                    return wrong.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
                });
    }

    /**
     * Reads arguments.
     *
     * @throws CommandLine.ParameterException if there is no such command or option
     */
    static TrainArguments parse(String... arguments) {
        CommandLine program = program();
        ParseResult parsed = program.parseArgs(arguments);
        boolean asksAboutTheProgram = parsed.isVersionHelpRequested() || parsed.isUsageHelpRequested();
        return parsed.hasSubcommand() && !asksAboutTheProgram
                ? new TrainArguments(program.getSubcommands().get("train"), parsed.subcommand())
                : new TrainArguments(program, parsed);
    }

    private static CommandSpec train() {
        CommandSpec train = CommandSpec.create();
        train.usageMessage()
                .description(
                        "Does the same, and submits a job, shows its progress and ends with it. An option may list several"
                                + " values, as in --seed 1,2,3: that is a job for each combination.");
        train.addOption(OptionSpec.builder(STAY)
                .type(boolean.class)
                .description("keep running when the job has ended")
                .build());
        Map<String, Object> defaults = Json.fields(job(Map.of()));
        for (RecordComponent field : TrainingJob.class.getRecordComponents()) {
            train.addOption(OptionSpec.builder(option(field))
                    .type(String.class)
                    .paramLabel(field.getType().getSimpleName().toUpperCase(Locale.ROOT))
                    .description(help(field, defaults.get(field.getName())))
                    .build());
        }
        return train;
    }

    /** The meaning and the default of a field. */
    private static String help(RecordComponent field, Object usual) {
        String meaning = field.getAccessor().getAnnotation(Schema.class).description();
        return usual == null ? meaning : "%s [%s]".formatted(meaning, usual);
    }

    private static void describeItself(CommandSpec command) {
        command.version(Version.text())
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("tell how it is used")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("tell the version and the commit")
                        .build());
    }

    /** Prints help or version if the user asks for it; returns whether it did. */
    boolean printsHelpOrVersion() {
        if (parsed.isVersionHelpRequested()) {
            commandLine.printVersionHelp(System.out);
            return true;
        }
        if (parsed.isUsageHelpRequested() || !parsed.commandSpec().name().equals("train")) {
            commandLine.usage(System.out);
            return true;
        }
        return false;
    }

    /** Whether to keep running when the job has ended. */
    boolean stays() {
        return parsed.hasMatchedOption(STAY);
    }

    /**
     * The jobs asked for: one for each combination of the values that the options list. A job without an id gets one derived from its
     * other fields, so that the same command line continues the same jobs. Several jobs share a sweep; with an id they are called
     * ID-1, ID-2 and so on.
     *
     * @throws InvalidMessageException if a value is not allowed
     */
    List<TrainingJob> jobs() {
        List<Map<String, Object>> combinations = combinations();
        if (combinations.size() == 1) {
            TrainingJob job = job(combinations.get(0));
            return List.of(job.identified(job.dataset() + "-" + checksum(job)));
        }
        String id = parsed.matchedOptionValue("--id", null);
        String sweep = id == null ? "sweep-" + checksum(combinations) : id;
        List<TrainingJob> jobs = new ArrayList<>();
        for (Map<String, Object> fields : combinations) {
            fields.putIfAbsent("sweep", sweep);
            fields.computeIfPresent("id", (field, name) -> name + "-" + (jobs.size() + 1));
            TrainingJob job = job(fields);
            jobs.add(job.identified(job.dataset() + "-" + checksum(job)));
        }
        if (jobs.stream().map(TrainingJob::id).distinct().count() < jobs.size()) {
            throw new InvalidMessageException("options", "a value that is listed twice", "lists of different values");
        }
        return List.copyOf(jobs);
    }

    /** The fields of each job that is asked for. */
    private List<Map<String, Object>> combinations() {
        List<Map<String, Object>> combinations = List.of(new LinkedHashMap<>());
        for (RecordComponent field : TrainingJob.class.getRecordComponents()) {
            String values = parsed.matchedOptionValue(option(field), null);
            if (values == null) {
                continue;
            }
            List<Map<String, Object>> longer = new ArrayList<>();
            for (Map<String, Object> fields : combinations) {
                for (String value : values.split(",", -1)) {
                    Map<String, Object> more = new LinkedHashMap<>(fields);
                    more.put(field.getName(), field.getType() == String.class ? value : plain(value));
                    longer.add(more);
                }
            }
            if (longer.size() > MOST_JOBS) {
                throw new InvalidMessageException(
                        "options", longer.size() + " combinations", "at most " + MOST_JOBS + " combinations of values");
            }
            combinations = longer;
        }
        return combinations;
    }

    private static String checksum(Object content) {
        CRC32 checksum = new CRC32();
        checksum.update(Json.write(content));
        return "%08x".formatted(checksum.getValue());
    }

    private static TrainingJob job(Map<String, Object> fields) {
        return Json.read(Json.write(fields), TrainingJob.class);
    }

    /** A number or truth value if possible; other text stays a string, which the job then rejects with the field's name. */
    private static Object plain(String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        try {
            return value.matches("-?\\d+") ? (Object) Long.valueOf(value) : (Object) Double.valueOf(value);
        } catch (NumberFormatException e) {
            return value;
        }
    }

    /** {@code batchSize} → {@code --batch-size} */
    private static String option(RecordComponent field) {
        return "--" + field.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
