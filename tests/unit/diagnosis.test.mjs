// The diagnosis of the network: every fault has its own sentence in both languages, and the text to copy has no secrets.

import assert from "node:assert/strict";
import test from "node:test";

globalThis.document = { documentElement: {} };
const { setLanguage } = await import("../../ui/js/i18n.js");
const { describe } = await import("../../ui/js/problem-text.js");
const { asText, begun, details, ended, isBlocked, received, sentences, summary } = await import("../../ui/screens/settings/diagnosis-state.js");

const LANGUAGES = ["zh-CN", "en"];
const HOST = "service.example";

const tls = { of: "tls", subject: "service.example", issuer: "Inspection CA", hosts: ["service.example"], notBefore: 946_684_800, notAfter: 978_307_200, root: "Inspection CA", trust: "nobody" };

/** A diagnosis of these results. */
function of(...results) {
  let diagnosis = received(begun(), { type: "planned", steps: results.map(({ step }) => step) });
  for (const result of results) {
    diagnosis = received(diagnosis, { type: "began", step: result.step });
    diagnosis = received(diagnosis, { type: "ended", result: { ms: 12, facts: null, problem: null, ...result } });
  }
  return ended(diagnosis, true);
}

test("each fault of the network has a sentence and a remedy of its own", () => {
  const proxy = (reason, more = {}) => ({ code: "proxy", params: { proxy: "proxy:3128", reason, status: null, schemes: "Basic, NTLM", detail: "d", ...more } });
  const status = (code, more = {}) => ({ code: "http_status", params: { status: code, page: false, sent: null, retry_after: null, excerpt: "", ...more } });
  const tlsReason = (reason) => ({ code: "tls", params: { host: HOST, reason, detail: "d" } });
  const faults = [
    ...["address", "pac", "scheme", "dns", "refused", "unreachable", "reset", "login", "login_rejected", "login_scheme", "forbidden", "no_way", "protocol", "other"].map((reason) => proxy(reason)),
    proxy("status", { status: 418 }),
    ...["dns", "refused", "unreachable", "reset", "other"].map((reason) => ({ code: "no_network", params: { host: HOST, reason } })),
    ...["unknown_issuer", "expired", "not_yet_valid", "wrong_host", "no_host", "authority", "issuer_no_authority", "version", "critical_extension", "purpose", "algorithm", "signature", "revoked", "rejected", "handshake"].map(tlsReason),
    status(401), status(403, { page: true }), status(407), status(413, { sent: 4_200_000 }), status(413), status(429), status(500), status(502), status(511),
    { code: "redirect", params: { status: 302, host: "login.hotel.example" } },
    { code: "unreadable", params: { content_type: "text/html; charset=utf-8", excerpt: "<html>" } },
    { code: "unreadable", params: { content_type: "application/json", excerpt: "x" } },
    { code: "compressed", params: { encoding: "gzip" } },
    { code: "timeout", params: { phase: "connect", seconds: 10 } },
    { code: "timeout", params: { phase: "silence", seconds: 300 } },
  ];
  for (const language of LANGUAGES) {
    setLanguage(language);
    const said = faults.map((fault) => describe(fault));
    for (const { what, remedy } of said) {
      assert.ok(what && remedy);
      assert.doesNotMatch(what + remedy, /[{}]|undefined|null/);
    }
    const distinct = new Set(said.map(({ what }) => what));
    assert.equal(distinct.size, faults.length, "two faults share a sentence");
  }
  setLanguage("en");
  assert.match(describe(proxy("login")).what, /Basic, NTLM/);
  assert.doesNotMatch(describe(proxy("login", { schemes: "" })).what, /offers/);
  assert.match(describe(status(413, { sent: 4_200_000 })).what, /4\.2 MB/);
  assert.match(describe({ code: "redirect", params: { status: 302, host: "login.hotel.example" } }).what, /login\.hotel\.example/);
});

test("steps are listed as they come, and the summary says where it stops", () => {
  setLanguage("en");
  let diagnosis = received(begun(), { type: "planned", steps: ["proxy", "resolve", "connect"] });
  assert.deepEqual(diagnosis.steps.map(({ state }) => state), ["waiting", "waiting", "waiting"]);
  diagnosis = received(diagnosis, { type: "began", step: "proxy" });
  assert.equal(summary(diagnosis, HOST), "Checking: Proxy…");
  assert.equal(summary(ended(diagnosis, false), HOST), "Stopped. Steps without a result were not checked.");
  assert.deepEqual(ended(diagnosis, false).steps.map(({ state }) => state), ["waiting", "waiting", "waiting"], "nothing runs any longer");
  const problem = { code: "no_network", params: { host: HOST, reason: "dns" } };
  const failed = of({ step: "proxy", state: "passed" }, { step: "resolve", state: "failed", problem }, { step: "clock", state: "skipped" });
  assert.equal(failed.state, "failed");
  assert.equal(summary(failed, HOST), "It fails at step 2: Name (DNS).");
  assert.equal(isBlocked(failed, 2), true);
  assert.deepEqual(sentences(failed.steps[2].result, true), ["Not checked, because an earlier step failed."]);
  assert.deepEqual(sentences(failed.steps[2].result, false), ["Not checked: the answer had no date."]);
  assert.match(asText(failed, { version: "", origin: "", host: HOST, time: "" }), /3\. Clock: not checked\n {3}Not checked, because/);
  const noted = of({ step: "clock", state: "noted", facts: { of: "clock", ahead: -86_400 * 3 } });
  assert.equal(summary(noted, HOST), "The way to service.example works; 1 step needs attention.");
  assert.match(sentences(noted.steps[0].result, false)[0], /3 days behind/);
  assert.equal(summary(of({ step: "tunnel", state: "passed" }), HOST), "The way to service.example works.");
});

test("every proxy, verdict and trust has a sentence in both languages", () => {
  for (const language of LANGUAGES) {
    setLanguage(language);
    const facts = [
      ...["thisMachine", "setting", "settingException", "environment", "environmentException", "system", "nothing"].map((source) => ({ of: "proxy", proxy: ["setting", "environment", "system"].includes(source) ? "proxy:3128" : null, scheme: "http", source, variable: "HTTPS_PROXY", hasLogin: true })),
      { of: "proxy", proxy: null, scheme: null, source: "system", variable: null, hasLogin: false },
      ...["accepted", "rejected", "invalidUser"].map((verdict) => ({ of: "key", verdict })),
      ...["system", "added"].map((trust) => ({ ...tls, trust })),
      ...[0, 400, -8000, 900_000].map((ahead) => ({ of: "clock", ahead })),
      { of: "addresses", host: HOST, addresses: ["192.0.2.1"], count: 5 }, { of: "connected", to: "192.0.2.1:443" },
      { of: "answer", status: 200, server: "nginx", via: null },
    ];
    const said = facts.map((one) => sentences({ step: "proxy", state: "passed", ms: 1, facts: one, problem: null }, false)[0]);
    assert.equal(new Set(said).size, facts.length);
    for (const line of said) assert.doesNotMatch(line, /[{}]|undefined|null/);
  }
  setLanguage("en");
  assert.match(sentences({ step: "proxy", state: "passed", ms: 1, facts: { of: "proxy", proxy: null, scheme: null, source: "nothing", variable: null, hasLogin: false }, problem: null }, false)[0], /PAC/);
});

test("a rejected certificate is shown, with this machine's clock where the time is the fault", () => {
  setLanguage("en");
  const result = (reason) => ({ step: "tls", state: "failed", ms: 1, facts: tls, problem: { code: "tls", params: { host: HOST, reason, detail: "d" } } });
  assert.deepEqual(details(result("unknown_issuer")).slice(0, 4), ["Certificate of: service.example", "For: service.example", "Issued by: Inspection CA", "Root: Inspection CA"]);
  assert.ok(!details(result("unknown_issuer")).some((line) => line.includes("Clock")));
  assert.ok(details(result("expired")).some((line) => line.startsWith("Clock of this machine: ")));
});

test("the text to copy has every step with its time, the reason and no markup", () => {
  setLanguage("en");
  const problem = { code: "proxy", params: { proxy: "proxy:3128", reason: "login", status: 407, schemes: "Basic", detail: "HTTP 407" } };
  const text = asText(of({ step: "proxy", state: "passed", facts: { of: "proxy", proxy: "proxy:3128", scheme: "http", source: "setting", variable: null, hasLogin: true } }, { step: "tunnel", state: "failed", problem }), { version: "0.1.0", origin: "https://service.example", host: HOST, time: "2026-12-01 09:00:00" });
  assert.equal(text, `FinAgent Desk 0.1.0 · Network diagnosis · 2026-12-01 09:00:00
Service: https://service.example
It fails at step 2: Way through the proxy.

1. Proxy: in order, 12 ms
   The proxy proxy:3128 from the settings is used (HTTP).
   It gets a user name and a password.

2. Way through the proxy: failed, 12 ms
   The proxy proxy:3128 requires a user name and a password (HTTP 407). It offers: Basic.
   Enter them in the proxy address: “http://user:password@host:port” (Settings → Network). The app can log in with Basic.
   Technical details: proxy / login / 407 / HTTP 407
`);
});
