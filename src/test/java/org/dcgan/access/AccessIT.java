package org.dcgan.access;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dcgan.KeyFile;
import org.dcgan.Program;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, on the packaged program with keys and an identity provider. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String JOB = "{\"id\":\"small\",\"epochs\":1,\"limit\":64}";

    /** Every call: its method and path in the OpenAPI document, the request, the role that it needs and what it answers then. */
    private static final String CALLS = """
            GET    | /jobs                      | /jobs                             |  | viewer   | 200
            POST   | /jobs                      | /jobs                             | {"id":"small","epochs":1,"limit":64} | operator | 200
            GET    | /jobs/{id}                 | /jobs/small                       |  | viewer   | 200
            DELETE | /jobs/{id}                 | /jobs/small                       |  | operator | 200
            GET    | /jobs/{id}/losses          | /jobs/small/losses                |  | viewer   | 200
            GET    | /jobs/{id}/qualities       | /jobs/small/qualities             |  | viewer   | 200
            GET    | /jobs/{id}/events          | /jobs/small/events                |  | viewer   | 200
            GET    | /jobs/{id}/objects         | /jobs/small/objects               |  | viewer   | 200
            GET    | /jobs/{id}/objects/{path}  | /jobs/small/objects/job.json      |  | viewer   | 200
            GET    | /samples                   | /samples?count=1                  |  | viewer   | 200
            GET    | /samples/{index}           | /samples/3                        |  | viewer   | 200
            GET    | /latents                   | /latents?count=1                  |  | viewer   | 200
            GET    | /interpolations            | /interpolations?from=1&to=2       |  | viewer   | 200
            GET    | /arithmetic                | /arithmetic?plus=1                |  | viewer   | 200
            GET    | /internals                 | /internals                        |  | viewer   | 200
            POST   | /scores                    | /scores                           | an image | viewer   | 200
            GET    | /checkpoints               | /checkpoints                      |  | viewer   | 200
            PUT    | /checkpoints/served        | /checkpoints/served               | {"jobId":"small","epoch":0} | operator | 200
            DELETE | /checkpoints/served        | /checkpoints/served               |  | operator | 200
            GET    | /datasets                  | /datasets                         |  | viewer   | 200
            PUT    | /datasets/{name}           | /datasets/small                   | an image | operator | 415
            GET    | /datasets/{name}           | /datasets/small                   |  | viewer   | 404
            GET    | /datasets/{name}/preview.png | /datasets/small/preview.png     |  | viewer   | 404
            DELETE | /datasets/{name}           | /datasets/small                   |  | operator | 404
            GET    | /q/asyncapi                | /q/asyncapi                       |  | viewer   | 200
            GET    | /session                   | /session                          |  | viewer   | 200
            POST   | /session                   | /session                          |  | viewer   | 204
            DELETE | /session                   | /session                          |  | nobody   | 204
            """;

    @TempDir
    static Path data;

    private final Map<String, String> keys = Map.of("operator", "an-operators-key", "viewer", "a-viewers-key");
    private Issuer issuer;
    private Program program;
    private byte[] image;

    @BeforeAll
    void trainSomethingSmall() throws Exception {
        issuer = new Issuer();
        Path file = Files.writeString(
                data.resolve("keys"),
                KeyFile.line("olga", "operator", keys.get("operator"))
                        + KeyFile.line("victor", "viewer", keys.get("viewer")));
        program = Program.start(
                        data,
                        List.of(
                                "dcgan.auth.keys=" + file,
                                "quarkus.oidc.auth-server-url=" + issuer.url(),
                                "dcgan.roles=trainer,sampler,console"),
                        List.of())
                .awaitReady();
        assertThat(as("operator")
                        .contentType("application/json")
                        .body(JOB)
                        .post("/jobs")
                        .statusCode())
                .isEqualTo(202);
        awaitState("small", "SUCCEEDED");
        await().atMost(PATIENCE).until(() -> as("viewer").get("/samples/3").statusCode() == 200);
        image = as("viewer").accept("image/png").get("/samples/3").asByteArray();
    }

    @AfterAll
    void stop() throws InterruptedException {
        program.kill();
        issuer.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = CALLS)
    void aCallIsAnsweredToThoseWhoseRoleAllowsIt(
            String method, String template, String path, String body, String role, int status) {
        List<String> roles = List.of("nobody", "viewer", "operator");
        for (String asker : roles) {
            RequestSpecification request = as(asker);
            if (body != null) {
                request = body.startsWith("{")
                        ? request.contentType("application/json").body(body)
                        : request.contentType("image/png").body(image);
            }

            Response answer = request.request(method, path);

            int refusal = asker.equals("nobody") ? 401 : 403;
            boolean allowed = roles.indexOf(asker) >= roles.indexOf(role);
            assertThat(answer.statusCode()).as(asker).isEqualTo(allowed ? status : refusal);
            if (!allowed) {
                assertThat(answer.contentType()).startsWith("application/problem+json");
                assertThat(answer.jsonPath().getInt("status")).isEqualTo(refusal);
                assertThat(answer.header("WWW-Authenticate")).isEqualTo(refusal == 401 ? "Bearer" : null);
            }
        }
    }

    @Test
    void theseAreAllCallsThatTheDocumentHas() {
        Map<String, Map<String, Object>> paths =
                as("viewer").get("/q/openapi?format=json").jsonPath().getMap("paths");

        Set<String> documented = paths.entrySet().stream()
                .flatMap(path -> path.getValue().keySet().stream()
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .collect(toCollection(TreeSet::new));

        assertThat(documented)
                .isEqualTo(CALLS.lines()
                        .map(line -> line.split("\\|"))
                        .map(cells -> cells[0].strip() + " " + cells[1].strip())
                        .collect(toCollection(TreeSet::new)));
    }

    @Test
    void theDocumentSaysWhichRoleACallNeeds() {
        Response document = as("viewer").get("/q/openapi?format=json");

        assertThat(document.jsonPath().getString("components.securitySchemes.bearer.scheme"))
                .isEqualTo("bearer");
        assertThat(document.jsonPath().getString("paths.'/jobs'.get.security[0].bearer[0]"))
                .isEqualTo("viewer");
        assertThat(document.jsonPath().getString("paths.'/jobs'.post.security[0].bearer[0]"))
                .isEqualTo("operator");
    }

    @ParameterizedTest
    @CsvSource({
        "/, 200, 200",
        "/console/main.js, 200, 200",
        "/q/health/ready, 200, 200",
        "/q/metrics, 401, 200",
        "/q/metrics/, 401, 200",
        "/q/metrics/vendor, 401, 200",
        "/q/openapi, 401, 200",
        "/q/openapi.json, 401, 200",
        "/q/openapi.yaml, 401, 200",
        "/q/openapi.yml, 401, 200",
        "/nothing, 404, 404",
    })
    void thePageAndHealthAreOpenAndTheRestIsNot(String path, int toNobody, int toViewers) {
        assertThat(as("nobody").get(path).statusCode()).isEqualTo(toNobody);
        assertThat(as("viewer").get(path).statusCode()).isEqualTo(toViewers);
    }

    Stream<Arguments> worthless() throws JoseException {
        String good = issuer.token(claims -> {});
        return Stream.of(
                arguments("an unknown key", "unknown"),
                arguments("a key in another case", keys.get("viewer").toUpperCase(Locale.ROOT)),
                arguments("the digest of a key", "0".repeat(64)),
                arguments("expired", issuer.token(claims -> claims.setExpirationTime(longAgo()))),
                arguments("never to expire", issuer.token(claims -> claims.unsetClaim("exp"))),
                arguments(
                        "of another issuer", issuer.token(claims -> claims.setIssuer("http://elsewhere.example.com"))),
                arguments("for another audience", issuer.token(claims -> claims.setAudience("another-application"))),
                arguments("for no audience", issuer.token(claims -> claims.unsetClaim("aud"))),
                arguments("signed by another", issuer.forgedToken()),
                arguments("unsigned", issuer.unsignedToken()),
                arguments("signed with the public key", issuer.publicKeySignedToken()),
                arguments("cut", good.substring(0, good.length() - 10)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void worthless(String why, String token) {
        Response answer = bearing(token).get("/jobs");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void aTokenOfTheIdentityProviderLetsIn() throws JoseException {
        Response answer = bearing(issuer.token(claims -> {})).get("/session");

        assertThat(answer.jsonPath().getString("name")).isEqualTo("ida");
        assertThat(answer.jsonPath().getList("roles")).contains("operator", "viewer");
    }

    @Test
    void aTokenWithoutARoleDoesNot() throws JoseException {
        String token = issuer.token(claims -> claims.setStringListClaim("groups", "cooks"));

        assertThat(bearing(token).get("/jobs").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "token"})
    void aSignInIsACookieThatNoScriptReadsAndNoOtherSiteSends(String kind) throws JoseException {
        String secret = kind.equals("key") ? keys.get("viewer") : issuer.token(claims -> {});

        Response answer = bearing(secret).post("/session");

        assertThat(answer.header("Set-Cookie").split("; ?"))
                .contains("dcgan=" + secret, "Path=/", "HttpOnly", "SameSite=Strict");
        RequestSpecification browser = as("nobody").cookies(answer.cookies());
        assertThat(browser.get("/jobs/small/events").statusCode()).isEqualTo(200);
        assertThat(as("nobody").cookies(answer.cookies()).delete("/session").header("Set-Cookie"))
                .contains("dcgan=;", "Max-Age=0");
    }

    @ParameterizedTest
    @CsvSource({"POST, /jobs", "DELETE, /jobs/small", "PUT, /checkpoints/served", "POST, /session", "GET, /jobs"})
    void aPageOfAnotherOriginGetsNothingDoneInABrowserThatIsSignedIn(String method, String path) {
        Response answer = as("nobody")
                .cookie("dcgan", keys.get("operator"))
                .header("Origin", "http://127.0.0.1:1")
                .request(method, path);

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void logsEveryChangeAndNoNameForgesALine() throws Exception {
        String token = issuer.token(claims -> claims.setClaim("preferred_username", "eve\n2026 INFO [audit] forged"));
        String job = "{\"id\":\"audited\",\"epochs\":1000,\"limit\":64}";

        bearing(token).contentType("application/json").body(job).post("/jobs");
        as("operator").delete("/jobs/audited");
        as("operator")
                .contentType("application/json")
                .body("{\"jobId\":\"small\",\"epoch\":0}")
                .put("/checkpoints/served");
        as("operator").delete("/checkpoints/served");

        awaitState("audited", "CANCELLED");
        assertThat(as("viewer").get("/jobs/audited").jsonPath().getString("reason"))
                .isEqualTo("cancelled by olga");
        assertThat(program.output().lines())
                .noneMatch(line -> line.startsWith("2026 INFO [audit] forged"))
                .filteredOn(line -> line.contains("[audit]"))
                .extracting(line -> line.substring(line.indexOf('{')))
                .contains(
                        entry("submit", "small", "olga"),
                        entry("submit", "audited", "eve\\n2026 INFO [audit] forged"),
                        entry("cancel", "audited", "olga"),
                        entry("pin", "small/0", "olga"),
                        entry("unpin", "served", "olga"));
    }

    @Test
    void noSecretIsLogged() throws Exception {
        String token = issuer.token(claims -> {});
        bearing(token).get("/jobs");

        assertThat(program.output()).doesNotContain(keys.values()).doesNotContain(token);
    }

    private static NumericDate longAgo() {
        return NumericDate.fromSeconds(1_000_000_000);
    }

    private static String entry(String action, String subject, String by) {
        return "{\"action\":\"%s\",\"subject\":\"%s\",\"by\":\"%s\",\"from\":\"127.0.0.1\"}"
                .formatted(action, subject, by);
    }

    private void awaitState(String job, String state) {
        await().atMost(PATIENCE)
                .until(() ->
                        state.equals(as("viewer").get("/jobs/" + job).jsonPath().getString("state")));
    }

    private RequestSpecification as(String role) {
        RequestSpecification nobody = given().baseUri(program.http().toString());
        return role.equals("nobody") ? nobody : nobody.header("Authorization", "Bearer " + keys.get(role));
    }

    private RequestSpecification bearing(String token) {
        return as("nobody").header("Authorization", "Bearer " + token);
    }
}
