// Checks a description of topics with AsyncAPI's own parser.
const fs = require("node:fs");
const { Parser } = require("@asyncapi/parser");

const ERROR = 0;

(async () => {
  const { diagnostics } = await new Parser().parse(fs.readFileSync(process.argv[2], "utf8"));
  const errors = diagnostics.filter(({ severity }) => severity === ERROR);
  for (const { path, message } of errors) console.error(`${path.join(".")}: ${message}`);
  process.exitCode = errors.length > 0 ? 1 : 0;
})();
