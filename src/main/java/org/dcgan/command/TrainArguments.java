package org.dcgan.command;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
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

    private final CommandLine commandLine;
    private final ParseResult parsed;

    private TrainArguments(CommandLine commandLine, ParseResult parsed) {
        this.commandLine = commandLine;
        this.parsed = parsed;
    }

    /** The program's commands: {@code train}, and those that are carried out by picocli. */
    static CommandLine program() {
        CommandSpec program = CommandSpec.create()
                .name("java -jar quarkus-run.jar")
                .addSubcommand("train", train())
                .addSubcommand("import-dataset", CommandSpec.forAnnotatedObject(new ImportDatasetCommand()))
                .addSubcommand("judge", CommandSpec.forAnnotatedObject(new JudgeCommand()))
                .addSubcommand("train-judge", CommandSpec.forAnnotatedObject(new TrainJudgeCommand()));
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
        train.usageMessage().description("Does the same, and submits a job, shows its progress and ends with it.");
        train.addOption(OptionSpec.builder(STAY)
                .type(boolean.class)
                .description("go on when the job has ended")
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

    /** What a field means, and what is meant if it is not given. */
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

    /** Whether the user asks what the program is or how it is used, and is told. */
    boolean tellsAboutItself() {
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

    /** Whether to go on when the job has ended. */
    boolean stays() {
        return parsed.hasMatchedOption(STAY);
    }

    /**
     * The job asked for. Without an id it gets one that follows from the rest, so that the same line goes on with the same job.
     *
     * @throws InvalidMessageException if a value is not allowed
     */
    TrainingJob job() {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (RecordComponent field : TrainingJob.class.getRecordComponents()) {
            String value = parsed.matchedOptionValue(option(field), null);
            if (value != null) {
                fields.put(field.getName(), field.getType() == String.class ? value : plain(value));
            }
        }
        TrainingJob job = job(fields);
        CRC32 content = new CRC32();
        content.update(Json.write(job));
        return job.identified("%s-%08x".formatted(job.dataset(), content.getValue()));
    }

    private static TrainingJob job(Map<String, Object> fields) {
        return Json.read(Json.write(fields), TrainingJob.class);
    }

    /** A number or truth value where it is one; what is not stays a text, for the job to refuse by name. */
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
