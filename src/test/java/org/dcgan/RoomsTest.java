package org.dcgan;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which room may import which. A new room, or a new door between two, is entered here. */
@Tag("fast")
class RoomsTest {
    private static final Map<String, List<String>> IMPORTS = Map.ofEntries(
            Map.entry("random", List.of()),
            Map.entry("message", List.of()),
            Map.entry("npy", List.of()),
            Map.entry("picture", List.of()),
            Map.entry("store", List.of()),
            Map.entry("format", List.of()),
            Map.entry("dataset", List.of("format", "random")),
            Map.entry("imports", List.of("checkpoint", "dataset", "format", "message", "npy", "picture", "store")),
            Map.entry("gan", List.of("random")),
            Map.entry("topic", List.of("message", "process")),
            Map.entry("checkpoint", List.of("format", "gan", "message", "store")),
            Map.entry("limit", List.of("message", "problem")),
            Map.entry("http", List.of("message", "problem")),
            Map.entry("process", List.of("message", "store")),
            Map.entry("role", List.of("process")),
            Map.entry("device", List.of("gan", "process")),
            Map.entry("embedded", List.of("process", "store")),
            Map.entry("problem", List.of("message", "store")),
            Map.entry("contract", List.of("access", "http", "message", "role", "topic")),
            Map.entry("access", List.of("message", "problem", "process")),
            Map.entry("metrics", List.of("message", "process", "topic")),
            Map.entry("retry", List.of("store")),
            Map.entry(
                    "judge",
                    List.of("checkpoint", "dataset", "gan", "message", "process", "random", "retry", "store", "topic")),
            Map.entry(
                    "sampler",
                    List.of(
                            "access",
                            "checkpoint",
                            "device",
                            "gan",
                            "http",
                            "message",
                            "npy",
                            "picture",
                            "problem",
                            "process",
                            "store",
                            "topic")),
            Map.entry(
                    "trainer",
                    List.of(
                            "checkpoint",
                            "dataset",
                            "device",
                            "gan",
                            "message",
                            "npy",
                            "picture",
                            "process",
                            "random",
                            "retry",
                            "store",
                            "topic")),
            Map.entry(
                    "console",
                    List.of(
                            "access",
                            "checkpoint",
                            "http",
                            "imports",
                            "limit",
                            "message",
                            "picture",
                            "problem",
                            "process",
                            "store",
                            "topic")),
            Map.entry(
                    "command",
                    List.of(
                            "checkpoint",
                            "dataset",
                            "device",
                            "embedded",
                            "gan",
                            "imports",
                            "judge",
                            "message",
                            "process",
                            "retry",
                            "store",
                            "topic")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.dcgan");

    static Stream<String> rooms() {
        return IMPORTS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomImportsOnlyWhatItMay(String room) {
        noClasses()
                .that()
                .resideInAPackage("org.dcgan." + room)
                .should()
                .dependOnClassesThat(areInAnyRoomBut(room))
                .check(CLASSES);
    }

    @Test
    void everyClassLivesInARoom() {
        assertThat(CLASSES.stream().map(RoomsTest::room).collect(Collectors.toSet()))
                .isEqualTo(IMPORTS.keySet());
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("org.dcgan.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void mathematicsAndDataKnowNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage("org.dcgan.gan", "org.dcgan.dataset", "org.dcgan.picture", "org.dcgan.npy")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta..", "io.quarkus..", "org.apache.kafka..", "com.fasterxml..", "org.jboss.logging..")
                .check(CLASSES);
    }

    @Test
    void onlyTheGanAndItsJudgeTouchTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.dcgan.gan", "org.dcgan.judge")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are the engine's, but for the name of a device",
                        type -> type.getPackageName().startsWith("ai.djl")
                                && !type.getFullName().equals("ai.djl.Device")))
                .check(CLASSES);
    }

    /** But for one whose failure its caller waits for: the engine's, and the one that a job queue has its messages handled on. */
    @Test
    void onlyServiceThreadsStartThreads() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.dcgan.process")
                .and()
                .doNotHaveFullyQualifiedName("org.dcgan.gan.PyTorch")
                .and()
                .doNotHaveFullyQualifiedName("org.dcgan.trainer.HandlerThread")
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class)))
                        .or(target(owner(assignableTo(ExecutorService.class)))))
                .orShould()
                .callMethodWhere(target(owner(equivalentTo(Executors.class))))
                .check(CLASSES);
    }

    /** Whoever creates a client elsewhere reads what was aborted, or does not wait for a name to be resolved. */
    @Test
    void onlyKafkaClientsCreatesClientsOfTheBroker() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.dcgan.topic.KafkaClients")
                .should()
                .callConstructorWhere(target(owner(assignableTo(Consumer.class)))
                        .or(target(owner(assignableTo(ShareConsumer.class))))
                        .or(target(owner(assignableTo(Producer.class)))))
                .orShould()
                .callMethodWhere(target(owner(equivalentTo(Admin.class))).and(target(name("create"))))
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> areInAnyRoomBut(String room) {
        List<String> allowed = IMPORTS.get(room);
        return DescribedPredicate.describe(
                "are in a room other than " + allowed,
                type -> type.getPackageName().startsWith("org.dcgan.")
                        && !room(type).equals(room)
                        && !allowed.contains(room(type)));
    }

    private static String room(JavaClass type) {
        return type.getPackageName().replaceFirst("^org\\.dcgan\\.?", "");
    }
}
