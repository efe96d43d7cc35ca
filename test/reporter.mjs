// The spec reporter, closed by the one line that scripts read: `N passed, N failed`.
import Mocha from "mocha";

const { EVENT_RUN_END } = Mocha.Runner.constants;

export default class Reporter extends Mocha.reporters.Spec {
  /** @param {Mocha.Runner} runner @param {Mocha.MochaOptions} options */
  constructor(runner, options) {
    super(runner, options);
    runner.once(EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      // Mocha prints its own summary on the same event, after this listener was added.
      process.once("exit", () => {
        console.log(`${passes} passed, ${failures} failed${pending ? `, ${pending} skipped` : ""}`);
      });
    });
  }
}
