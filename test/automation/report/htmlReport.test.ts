import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect } from "chai";
import { type Browser, chromium, type Page } from "playwright-core";
import { htmlReport } from "../../../automation/report/htmlReport.ts";
import { readJournal } from "../../../model/report/journalLines.ts";
import { runReport } from "../../../model/report/runReport.ts";
import { cause, hint, hop, line, started, step, summary, text, updateEvents } from "../../model/report/journals.ts";
import { bigJournal } from "./bigRun.ts";
import { findChromium } from "./chromium.ts";
import { hostile, hostileJournal } from "./hostileRun.ts";

function pageOf(journal: string): string {
  const report = runReport(readJournal(journal), false);
  if (!report) throw new Error("The journal has no beginning.");
  return htmlReport(report);
}

const done = text(
  ...[started, hop(5), step(8, "root"), ...updateEvents, step(61, "root", "updated")],
  ...[step(62, "verify"), step(63, "verify", "succeeded"), summary(64, "done", { from: "1.36.0", to: "1.37.11" })],
);
const failed = text(
  ...[started, hop(5), step(8, "root"), ...updateEvents.slice(0, 10), step(61, "root", "failed")],
  line(62, "failed", { code: "root-failed", message: "It failed", fix: "Look", cause, hint }),
  summary(64, "failed"),
);
const killed = text(started, hop(5), step(8, "root"), ...updateEvents.slice(0, 8), '{"time":');

describe("a run's report as HTML", () => {
  it("has nothing of an event as markup, and shows what would be hidden", () => {
    const page = pageOf(hostileJournal());
    expect(page).to.not.include("<img").and.not.include("<svg/").and.not.include("</script>");
    expect(page.match(/<\/style>/g)).to.have.lengthOf(1);
    for (const character of "\u202E\u0000\u001B") expect(page).to.not.include(character);
    expect(page).to.include("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;").and.include("[U+202E]gnp.exe␀␛[31m");
  });

  it("stays small: 16 hops of 500 resources in less than 3 MB, all folded", () => {
    const page = pageOf(bigJournal(16, 500));
    expect(page.length).to.be.within(500_000, 3_000_000);
    expect(page.match(/LengthOf|UsualLength\d+/g)?.length).to.be.at.least(8000);
    expect(page).to.not.include("<details open");
  });
});

describe("a run's report in Chromium", function () {
  this.timeout(120_000);
  let browser: Browser;
  let page: Page;
  const heard: string[] = [];

  before(async function () {
    const executablePath = findChromium(process.env);
    if (executablePath === undefined) {
      this.test?.parent?.eachTest((test) => {
        test.title += " (skipped: no Chromium on PATH, nor in CHROME_PATH)";
      });
      this.skip();
    }
    browser = await chromium.launch({ executablePath });
  });
  after(() => browser?.close());

  /** Opens a report as a file would be: whatever it asks for, says or asks the user is noted. */
  const open = async (journal: string, width: number, colorScheme: "light" | "dark" = "light") => {
    heard.length = 0;
    page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    page.on("console", (message) => heard.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => heard.push(`error: ${error.message}`));
    page.on("request", (request) => heard.push(`request: ${request.url()}`));
    page.on("dialog", (dialog) => {
      heard.push(`dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    await page.setContent(pageOf(journal), { waitUntil: "load" });
    await page.$$eval("details", (all) => {
      for (const one of all) one.open = true;
    });
  };
  afterEach(() => page?.close());

  for (const [name, journal] of Object.entries({ done, failed, killed, hostile: hostileJournal() })) {
    it(`of a run (${name}) asks for nothing, runs nothing and fits a phone`, async () => {
      await open(journal, 360);
      expect(heard).to.deep.equal([]);
      const widths = await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]");
      expect(widths).to.deep.equal([360, 360]);
      expect(await page.$$eval("img, script, link, iframe, object", (all) => all.length)).to.equal(0);
    });

    it(`of a run (${name}) has headings in order, and nothing that axe finds against it, light and dark`, async () => {
      for (const scheme of ["light", "dark"] as const) {
        await open(journal, 1100, scheme);
        const levels = await page.$$eval("h1, h2, h3, h4", (all) => all.map(({ tagName }) => Number(tagName[1])));
        expect(levels.filter((level) => level === 1)).to.have.lengthOf(1);
        levels.forEach((level, index) => {
          expect(level, levels.join(" ")).to.be.at.most((levels[index - 1] ?? 0) + 1);
        });
        expect(await violations(page), scheme).to.deep.equal([]);
        await page.close();
      }
    });
  }

  it("would be told of a script that ran, and of what axe finds", async () => {
    await open(done, 360);
    // Written over the report, it would be under the report's policy.
    await page.goto("about:blank");
    heard.length = 0;
    await page.setContent("<html><img src='http://127.0.0.1:9/x'><script>console.log('ran')</script></html>");
    expect(heard.filter((one) => /^(console: ran|request)/.test(one))).to.have.lengthOf(2);
    expect(await violations(page)).to.include("image-alt");
  });

  it("lets no script run even where one gets in", async () => {
    await open(done, 360);
    await page.evaluate(
      `document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="document.title=1">')`,
    );
    await page.evaluate("new Promise((resolve) => setTimeout(resolve, 0))");
    expect(await page.title()).to.equal("Run report: upgrade of prod");
    expect(heard.join()).to.include("Content Security Policy");
  });

  it("can be read by keyboard: the first stop leads to the report, then come its parts", async () => {
    await open(failed, 1100);
    const focused = async () => {
      await page.keyboard.press("Tab");
      return await page.evaluate("document.activeElement.textContent");
    };
    expect(await focused()).to.equal("Skip to the report");
    expect(await focused()).to.equal("What failed");
  });

  it("shows a failure's way and reason, and what is hidden in a name", async () => {
    await open(hostileJournal(), 1100);
    const reason = await page.locator("#failure pre").textContent();
    expect(reason).to.include("x".repeat(10_000)).and.include("[U+202E]");
    expect(await page.locator("#failure .path").textContent()).to.include(hostile.slice(0, 20));
  });
});

/** What axe-core finds against a page, by the names of its rules. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const found = await page.evaluate("axe.run()");
  return (found as { violations: { id: string; nodes: { html: string }[] }[] }).violations.map(({ id }) => id);
}
