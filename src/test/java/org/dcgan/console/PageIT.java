package org.dcgan.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dcgan.KeyFile;
import org.dcgan.Program;
import org.dcgan.message.Json;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.picture.GreyImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser, on the packaged program. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String HOSTILE =
            "\"><img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>";

    @TempDir
    static Path data;

    private Program program;
    private Playwright playwright;
    private Browser browser;
    private BrowserContext context;
    private Page page;
    private final List<String> errors = new ArrayList<>();

    @BeforeAll
    void startProgramAndBrowser() throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), CHROMIUM + " is not there: on Debian, apt-get install chromium");
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
        program = Program.start(data, List.of(), List.of()).awaitReady();
        submit("{\"id\":\"finished\",\"epochs\":2,\"limit\":256,\"batchSize\":32,\"recordEvery\":2}");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = launch();
        awaitState("finished", "SUCCEEDED");
    }

    /** A browser on a busy machine may die before it is up. */
    private Browser launch() {
        BrowserType.LaunchOptions options = new BrowserType.LaunchOptions()
                .setExecutablePath(CHROMIUM)
                .setTimeout(PATIENCE.toMillis())
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"));
        for (int attempt = 1; ; attempt++) {
            try {
                return playwright.chromium().launch(options);
            } catch (PlaywrightException e) {
                if (attempt == 3) {
                    throw e;
                }
            }
        }
    }

    @AfterAll
    void stopProgramAndBrowser() throws InterruptedException {
        if (playwright != null) {
            playwright.close();
        }
        if (program != null) {
            program.kill();
        }
    }

    @BeforeEach
    void openTab() {
        context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 800));
        context.setDefaultTimeout(PATIENCE.toMillis());
        page = context.newPage();
        errors.clear();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                errors.add(message.text());
            }
        });
    }

    @AfterEach
    void closeTab() {
        page.unrouteAll(); // a request that is routed while the tab closes would fail the test
        context.close();
        assertThat(errors).isEmpty();
    }

    @Test
    void aRunIsSubmittedWatchedAndCancelled() {
        open("/new");
        labelled("Name").fill("watched");
        labelled("Epochs").fill("500");
        labelled("Images").fill("640");
        labelled("Batch size").fill("32");
        labelled("Record every").fill("1");

        button("Start").click();

        assertThat(page).hasURL(Pattern.compile("#/jobs/watched$"));
        assertThat(badge()).hasText("Running");
        Locator curve = page.locator(".chart").first();
        assertThat(curve).hasAttribute("data-points", Pattern.compile("[1-9]\\d*"));
        String before = curve.getAttribute("data-points");
        assertThat(curve).not().hasAttribute("data-points", before);

        button("Cancel run").click();
        page.getByRole(AriaRole.DIALOG).getByText("Cancel the run").click();

        assertThat(badge()).hasText("Cancelled");
        assertThat(page.getByText("cancelled by anonymous")).isVisible();
    }

    @Test
    void anArchiveOfPicturesBecomesADataSetThatARunCanName() throws IOException {
        open("/datasets");
        page.setInputFiles("#dataset-file", new FilePayload("My Letters.zip", "application/zip", pictures()));
        assertThat(labelled("Name")).hasValue("my-letters");

        button("Upload").click();

        Locator card = page.locator(".dataset");
        assertThat(card).containsText("my-letters");
        assertThat(card).containsText("2 classes");
        assertThat(page.getByText("notes.txt: neither a picture nor an IDX file nor a NumPy array"))
                .isVisible();
        page.waitForFunction("document.querySelector('.dataset img').naturalWidth > 0");
        card.getByText("Train").last().click();
        assertThat(labelled("Data set")).hasValue("my-letters");
    }

    private static byte[] pictures() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < 20; i++) {
                BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
                picture.setRGB(i, 14, 0xffffff);
                zip.putNextEntry(new ZipEntry((i % 2 == 0 ? "a/" : "b/") + i + ".png"));
                ByteArrayOutputStream png = new ByteArrayOutputStream();
                ImageIO.write(picture, "png", png);
                zip.write(png.toByteArray());
            }
            zip.putNextEntry(new ZipEntry("notes.txt"));
            zip.write('x');
        }
        return bytes.toByteArray();
    }

    @Test
    void aRunIsStartedFromACheckpointAndDeletedAfterAConfirmation() {
        open("/jobs/finished");
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Start a run from the checkpoint after epoch 2"))
                .click();
        labelled("Name").fill("unwanted");
        labelled("Epochs").fill("1");
        labelled("Images").fill("64");
        button("Start").click();
        assertThat(badge()).hasText("Succeeded");
        assertThat(page.locator("dl.settings").getByText("finished/1")).hasAttribute("href", "#/jobs/finished");

        button("Delete run…").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("Its checkpoints, samples, losses and scores");
        dialog.getByText("Delete the run").click();

        assertThat(page).hasURL(Pattern.compile("#/$"));
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("unwanted")))
                .hasCount(0);
    }

    @Test
    void aGuardedPageAsksForAKeyAndShowsWhatItsRoleMayDo(@TempDir Path guarded) throws Exception {
        Path keys = Files.writeString(
                guarded.resolve("keys"),
                KeyFile.line("ida", "operator", "a-key") + KeyFile.line("max", "viewer", "a-viewers-key"));
        Program other = Program.start(guarded, List.of("dcgan.roles=console", "dcgan.auth.keys=" + keys), List.of())
                .awaitReady();
        try {
            page.navigate(other.http().toString());
            labelled("Key or token").fill("another-key");
            button("Sign in").click();
            assertThat(page.getByText("Nobody here is known by it.")).isVisible();

            labelled("Key or token").fill("a-key");
            button("Sign in").click();

            assertThat(page.getByText("Nothing has been trained yet")).isVisible();
            assertThat(page.locator("#person")).containsText("ida");
            assertThat(page.getByText("New run")).isVisible();
            button("Sign out").click();
            assertThat(page.getByText("Who are you?")).isVisible();

            labelled("Key or token").fill("a-viewers-key");
            button("Sign in").click();

            assertThat(page.locator("#person")).containsText("max");
            assertThat(page.getByText("New run")).isHidden();
        } finally {
            other.kill();
        }
    }

    @Test
    void showsAnErrorBesideItsField() {
        open("/new");
        labelled("Epochs").fill("many");

        button("Start").click();

        Locator epochs = labelled("Epochs");
        assertThat(epochs).hasAttribute("aria-invalid", "true");
        assertThat(epochs).isFocused();
        assertThat(page.locator("#" + epochs.getAttribute("id") + "-error")).hasText("Must be a whole number.");
    }

    @Test
    void listedValuesBecomeARunForEachCombination() {
        open("/new");
        labelled("Name").fill("swept");
        labelled("Epochs").fill("1");
        labelled("Images").fill("32");
        labelled("Seed").fill("1, 2");
        labelled("Learning rate").fill("0.0001,0.0003");

        button("Start").click();

        assertThat(page).hasURL(Pattern.compile("#/compare\\?sweep=swept$"));
        Locator rows = labelled("Runs of the sweep").locator("tbody tr");
        assertThat(rows).hasCount(4);
        assertThat(rows.filter(new Locator.FilterOptions().setHasText("swept-4")))
                .containsText("0.0003");
        assertThat(labelled("Runs of the sweep").locator("thead"))
                .hasText("RunLearning rateSeedStateFréchet distanceAfter epoch");
        assertThat(page.locator(".chart").first()).isVisible();
    }

    @Test
    void ofASweepWithAWrongValueNoRunIsSubmitted() {
        open("/new");
        labelled("Name").fill("partly");
        labelled("Epochs").fill("1,2,0");

        button("Start").click();

        Locator epochs = labelled("Epochs");
        assertThat(epochs).hasAttribute("aria-invalid", "true");
        assertThat(epochs).isFocused();
        open("/");
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("finished"))
                        .first())
                .isVisible();
        assertThat(page.getByText("partly-1")).hasCount(0);
    }

    @Test
    void anotherRunsNameIsTakenAndThisIsToldAtTheName() {
        open("/new");
        labelled("Name").fill("finished");

        button("Start").click();

        assertThat(page.getByText("Must be a new one, as there is another job of this id."))
                .isVisible();
    }

    @Test
    void theTimeLapseIsSlidAndPlayed() {
        open("/jobs/finished");
        Locator fake = page.getByAltText("Digits that the generator makes at this step");
        Locator slider = labelled("Save step");
        assertThat(fake).hasAttribute("data-save-step", "7");

        slider.press("Home");

        assertThat(fake).hasAttribute("data-save-step", "0");
        assertThat(page.locator("output")).hasText("Save step 0 of 7 · epoch 1, step 0");
        assertThat(fake).hasJSProperty("naturalWidth", 242);
        button("Play").click();
        assertThat(fake).hasAttribute("data-save-step", "7");
        assertThat(button("Play")).isVisible();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/samples?job=finished&epoch=1&count=64&seed=42",
                "/interpolations?job=finished&epoch=1&from=1&to=2",
                "/internals?job=finished&epoch=1&layer=-2",
                "/jobs/finished/objects/samples/real_step_7.png",
                "/jobs/finished/objects/internals/output.png"
            })
    void eachGreyIsShownAsItIsStored(String picture) throws Exception {
        page.navigate(program.http().toString());

        List<List<Integer>> shown = shown(picture, 1);

        assertThat(shown).hasSize(1);
        assertThat(mostApart(shown.get(0), greys(picture))).isLessThanOrEqualTo(1);
    }

    @Test
    void anAnimationLooksLikeItsStrip() throws Exception {
        String way = "/interpolations?job=finished&epoch=1&from=1&to=2&frames=5";
        page.navigate(program.http().toString());
        List<Integer> strip = shown(way, 1).get(0);

        List<List<Integer>> frames = shown(way, 5);

        for (int frame = 0; frame < 5; frame++) {
            assertThat(mostApart(frames.get(frame), tile(strip, 5, frame)))
                    .as("frame %d", frame)
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aRunIsRolledBackAndTheLatestFollowedAgain() {
        open("/jobs/finished");

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Serve the checkpoint after epoch 1"))
                .click();

        assertThat(page.getByText("finished/0 is pinned")).isVisible();
        assertThat(page.getByText("Served, pinned")).isVisible();
        button("Follow the latest again").click();
        assertThat(page.getByText("finished/0 is pinned")).hasCount(0);
    }

    @Test
    void theLatentSpaceIsExplored() {
        open("/explore?job=finished&epoch=1");
        assertThat(page.getByText("Made by finished, epoch 2")).isVisible();
        Locator between = labelled("The digit at this place between the two");
        assertThat(between).hasAttribute("data-frame", "24");

        labelled("Between the two").press("Home");

        assertThat(between).hasAttribute("data-frame", "0");
        assertThat(labelled("The digit of A minus B plus C")).hasAttribute("data-drawn", "1");
        Locator sheet = labelled("What this layer makes of the seed");
        assertThat(sheet).hasAttribute("width", "512");
        labelled("Layer").selectOption("-1");
        assertThat(sheet).hasAttribute("width", "28");
        labelled("Images").fill("0");
        labelled("Images").press("Enter");
        assertThat(page.getByText("Must be a whole number from 1 to 1024.")).isVisible();
    }

    @Test
    void runsAreSelectedAndCompared() throws Exception {
        submit("{\"id\":\"other\",\"epochs\":1,\"limit\":64,\"seed\":5}");
        awaitState("other", "SUCCEEDED");
        open("/");

        labelled("Select finished to compare").check();
        labelled("Select other to compare").check();
        page.getByText("Compare 2 runs").click();

        assertThat(page.locator(".chart").first()).hasAttribute("data-points", "8");
        assertThat(page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName("Epochs")))
                .hasClass("differs");
    }

    @Test
    void aComparisonThatIsHiddenAndShownAgainAsksNoMoreThanBefore() throws Exception {
        submit("{\"id\":\"hidden\",\"epochs\":1,\"limit\":64}");
        awaitState("hidden", "SUCCEEDED");
        page.route("**/qualities", route -> route.fulfill(json(200, "[]"))); // so that judgements are awaited for ever
        AtomicInteger rounds = new AtomicInteger();
        AtomicInteger answers = new AtomicInteger();
        page.onRequest(request -> rounds.addAndGet(request.url().endsWith("/jobs/finished") ? 1 : 0));
        page.onRequestFinished(request -> answers.addAndGet(request.url().endsWith("/qualities") ? 1 : 0));
        open("/compare?jobs=finished,hidden");
        page.waitForCondition(() -> answers.get() >= 4); // of the view, and of the wait for judgements

        int most = 0;
        for (int time = 1; time <= 5; time++) {
            int before = rounds.get();
            int answersBefore = answers.get();
            setHidden(true);
            setHidden(false);
            most = Math.max(most, rounds.get() - before);
            page.waitForCondition(() -> answers.get() >= answersBefore + 2);
        }

        assertThat(most).as("rounds at once").isEqualTo(1);
    }

    @Test
    void aViewThatWasRefusedAsksNoMore() {
        open("/compare?jobs=finished,nobody");
        assertThat(page.getByText("there is no job nobody")).isVisible();
        AtomicInteger requests = new AtomicInteger();
        page.onRequest(request -> requests.addAndGet(request.url().endsWith("/jobs/nobody") ? 1 : 0));

        setHidden(true);
        setHidden(false);

        assertThat(requests).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void theExplorerShowsPicturesInWholeMultiplesOfTheirPixels(int width) {
        page.setViewportSize(width, 800);
        open("/explore?job=finished&epoch=1");
        Locator sheet = labelled("What this layer makes of the seed");
        assertThat(sheet).hasAttribute("width", "512");
        assertThat(labelled("Digits of this seed")).hasAttribute("width", "242");

        List<?> scales = (List<?>) page.locator(".frame canvas")
                .evaluateAll("all => all.map(canvas => canvas.getBoundingClientRect().width / canvas.width)");

        assertThat(scales).isEqualTo(width == 390 ? List.of(1, 8, 0.5) : List.of(2, 8, 1));
    }

    @Test
    void theSelectionSurvivesAFilter() throws Exception {
        submit("{\"id\":\"third\",\"epochs\":1,\"limit\":64}");
        awaitState("third", "SUCCEEDED");
        open("/");
        labelled("Select third to compare").check();

        labelled("Show runs in state").selectOption("CANCELLED");
        assertThat(labelled("Select third to compare")).hasCount(0);
        labelled("Show runs in state").selectOption("");

        assertThat(labelled("Select third to compare")).isChecked();
    }

    @Test
    void runningAgainKeepsEveryDigitOfTheSeed() throws Exception {
        submit("{\"id\":\"digits\",\"epochs\":1,\"limit\":64,\"seed\":9007199254740993}");
        awaitState("digits", "SUCCEEDED");
        open("/jobs/digits");

        page.getByText("Run again…").click();

        assertThat(page.getByLabel("Seed")).hasValue("9007199254740993");
    }

    @Test
    void whoSkipsToTheContentStaysInTheView() {
        open("/jobs/finished");
        assertThat(badge()).hasText("Succeeded");

        page.locator(".skip").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#main")).isFocused();
        page.reload();

        assertThat(badge()).hasText("Succeeded");
    }

    @Test
    void aMessageThatIsNoJobIsShownWithItsReason() throws Exception {
        publish("dcgan.jobs", "none", "{\"epochs\":0}");
        awaitState("none", "FAILED");

        open("/jobs/none");

        assertThat(page.getByText("epochs must be a whole number from 1 to 10000, was 0"))
                .isVisible();
        await().pollInSameThread()
                .during(Duration.ofSeconds(3)) // longer than until the second try
                .until(() -> page.locator("#connection").textContent().isEmpty());
    }

    @Test
    void showsTheQualityAfterEachEpoch() throws Exception {
        publishJudgedRun("judged");
        open("/jobs/judged");
        assertThat(row("2 Best")).containsText("10.500");
        assertThat(row("Real images")).containsText("1.500");

        publish("dcgan.qualities", "judged/2", quality("judged", 2, 40, "most images are of class 1"));

        assertThat(row("3 Collapsed")).containsText("40.000");
        assertThat(page.getByText("After epoch 3 the generator had collapsed: most images are of class 1."))
                .isVisible();
        assertThat(page.getByLabel("Quality").locator(".chart").first()).hasAttribute("data-points", "3");
        page.reload();
        assertThat(row("2 Best")).isVisible();
    }

    @Test
    void showsWhichComparedRunIsBetter() throws Exception {
        publishJudgedRun("better");
        open("/compare?jobs=finished,better");

        assertThat(page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName("Best Fréchet distance")))
                .containsText("10.500 after epoch 2");
    }

    @Test
    void anObjectIsDownloaded() {
        open("/jobs/finished");
        page.getByText("Objects").click();

        Path file = page.waitForDownload(() -> page.getByRole(
                                AriaRole.LINK,
                                new Page.GetByRoleOptions()
                                        .setName("layer-2.png")
                                        .setExact(true))
                        .click())
                .path();

        assertThat(file).isNotEmptyFile();
    }

    @Test
    void hostileTextsAreShownAndNotObeyed() throws Exception {
        publish("dcgan.jobs", "hostile", "{\"precision\":" + quoted(HOSTILE) + "}");
        publish("dcgan.cancellations", "hostile-by", "{\"jobId\":\"hostile-by\",\"by\":" + quoted(HOSTILE) + "}");
        submit("{\"id\":\"hostile-by\",\"limit\":64}");
        awaitState("hostile", "FAILED");
        awaitState("hostile-by", "CANCELLED");

        open("/jobs/hostile");
        assertThat(page.getByText("precision must be float32 or bfloat16, was " + HOSTILE.substring(0, 40)))
                .isVisible();
        open("/jobs/hostile-by");
        assertThat(page.getByText("cancelled by " + HOSTILE)).isVisible();
        open("/");
        assertThat(page.getByText("cancelled by " + HOSTILE)).isVisible();
        open("/new");
        labelled("Name").fill(HOSTILE);
        button("Start").click();
        assertThat(page.getByText("Must be 1 to 64 of a–z, 0–9, - and _.")).isVisible();
        assertThat(page).not().hasTitle("hacked");
        assertThat(page.locator("main script, main img[src=x]")).hasCount(0);
    }

    @Test
    void theBrowserIsToldToTakeNothingFromElsewhere() {
        Map<String, String> headers = page.navigate(program.http().toString()).headers();

        assertThat(headers.get("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "*", "data:", "blob:");
        assertThat(headers)
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("cross-origin-opener-policy", "same-origin");
    }

    @Test
    void whoComesFirstIsShownTheWay() {
        page.route("**/jobs?*", route -> route.fulfill(json(200, "{\"jobs\":[],\"total\":0}")));
        open("/");

        page.getByText("Start the first run").click();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("New run")))
                .isFocused();
    }

    @Test
    void withoutASamplerThePageSaysSo() {
        page.route(Pattern.compile(".*/checkpoints(\\?.*)?$"), route -> route.fulfill(json(404, "{}")));
        open("/explore");
        assertThat(page.getByText("No sampler answers here", new Page.GetByTextOptions().setExact(true)))
                .isVisible();

        open("/jobs/finished");

        assertThat(page.getByText("so there is nothing to serve checkpoints")).isVisible();
    }

    @Test
    void answers404ForAnUnknownRun() {
        open("/jobs/nobody");

        assertThat(page.getByText("there is no job nobody")).isVisible();
    }

    @Test
    void showsAnOutageOfTheServerAndRecovers() throws Exception {
        open("/");
        assertThat(page.getByText("finished", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        int port = program.http().getPort();

        program.kill();

        assertThat(page.getByText("The server does not answer; retrying…")).isVisible();
        program = Program.start(data, List.of("quarkus.http.port=" + port), List.of())
                .awaitReady();
        assertThat(page.getByText("The server does not answer; retrying…")).hasCount(0);
        page.getByText("finished", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(badge()).hasText("Succeeded");
        assertThat(page.locator(".chart").first()).hasAttribute("data-points", "8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/new", "/jobs/finished", "/explore", "/compare?jobs=finished,finished2"})
    void everyViewFitsAPhoneAndNamesWhatCanBeUsed(String view) {
        page.setViewportSize(390, 800);
        open(view);
        assertThat(page.locator("h1, .notice h2").first()).isVisible();

        int width = (int) page.evaluate("document.documentElement.scrollWidth");

        assertThat(width).isLessThanOrEqualTo(390);
        for (Locator control : page.locator("main :is(input, select, button, a, progress, canvas.crisp):visible")
                .all()) {
            assertThat(control.evaluate("element => element.labels?.length > 0 || element.hasAttribute('aria-label')"
                            + " || element.textContent.trim() !== '' || Boolean(element.querySelector('img[alt]'))"))
                    .as(String.valueOf(control.evaluate("element => element.outerHTML")))
                    .isEqualTo(true);
        }
    }

    /** As when the tab is left and seen again. */
    private void setHidden(boolean hidden) {
        page.evaluate("""
                hidden => {
                  Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
                  document.dispatchEvent(new Event("visibilitychange"));
                }""", hidden);
    }

    /** What a canvas shows of a picture, or of so many frames of an animation: the greys of each, row by row. */
    @SuppressWarnings("unchecked")
    private List<List<Integer>> shown(String picture, int frames) {
        return (List<List<Integer>>) page.evaluate("""
                async ([picture, count]) => {
                  const type = count > 1 ? "image/gif" : "image/png";
                  const { body } = await fetch(picture, { headers: { Accept: type } });
                  const decoder = new ImageDecoder({ data: body, type });
                  const shown = [];
                  for (let frameIndex = 0; frameIndex < count; frameIndex++) {
                    const { image } = await decoder.decode({ frameIndex });
                    const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight);
                    const context = canvas.getContext("2d");
                    context.drawImage(image, 0, 0);
                    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
                    shown.push(Array.from(data).filter((_, place) => place % 4 === 0));
                  }
                  return shown;
                }""", List.of(picture, frames));
    }

    /** The greys that a PNG stores, row by row. */
    private List<Integer> greys(String picture) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(program.http().resolve(picture))
                .header("Accept", "image/png")
                .build();
        GreyImage image = GreyImage.fromPng(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofByteArray())
                .body());
        return IntStream.range(0, image.width() * image.height())
                .mapToObj(place -> image.grey(place % image.width(), place / image.width()))
                .toList();
    }

    /** One image of a strip of so many. */
    private static List<Integer> tile(List<Integer> strip, int images, int place) {
        int side = 28;
        int gap = 2;
        int width = images * (side + gap) + gap;
        return IntStream.range(0, side * side)
                .mapToObj(pixel -> strip.get((gap + pixel / side) * width + gap + place * (side + gap) + pixel % side))
                .toList();
    }

    private static int mostApart(List<Integer> shown, List<Integer> stored) {
        assertThat(shown).hasSameSizeAs(stored);
        return IntStream.range(0, stored.size())
                .map(pixel -> Math.abs(shown.get(pixel) - stored.get(pixel)))
                .max()
                .orElseThrow();
    }

    private void open(String view) {
        page.navigate(program.http() + "#" + view);
    }

    private Locator badge() {
        return page.locator(".heading .badge");
    }

    private Locator labelled(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** A row of a table by its heading. */
    private Locator row(String heading) {
        return page.locator("tr")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByRole(
                                AriaRole.ROWHEADER,
                                new Page.GetByRoleOptions().setName(heading).setExact(true))));
    }

    private static Route.FulfillOptions json(int status, String body) {
        return new Route.FulfillOptions()
                .setStatus(status)
                .setContentType("application/json")
                .setBody(body);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }

    private void publish(String topic, String key, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", program.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    /** A run that seems to be trained by another process. */
    private void publishJudgedRun(String id) throws Exception {
        publish("dcgan.qualities", id + "/0", quality(id, 0, 30, null));
        publish("dcgan.qualities", id + "/1", quality(id, 1, 10.5, null));
        publish(
                "dcgan.job-states",
                id,
                "{\"jobId\":\"%s\",\"state\":\"RUNNING\",\"attempt\":1,\"epoch\":2,\"step\":8,\"steps\":12}"
                        .formatted(id));
        awaitState(id, "RUNNING");
    }

    private static String quality(String id, int epoch, double frechetDistance, String collapse) {
        return new String(
                Json.write(new QualityMeasured(
                        id,
                        epoch,
                        4 * (epoch + 1),
                        "sum",
                        "judge",
                        5_000,
                        scores(frechetDistance),
                        null,
                        scores(1.5),
                        collapse,
                        null)),
                UTF_8);
    }

    private static Scores scores(double frechetDistance) {
        return new Scores(frechetDistance, 0.1, 8, 0.8, 0.7, 0.9, List.of(0.4, 0.6));
    }

    private void submit(String job) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(program.http().resolve("/jobs"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(job))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(202);
    }

    private void awaitState(String id, String state) {
        HttpRequest request =
                HttpRequest.newBuilder(program.http().resolve("/jobs/" + id)).build();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString(UTF_8))
                .body()
                .contains("\"state\":\"" + state + "\""));
    }
}
