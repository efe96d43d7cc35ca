/** Exit codes of every command. */
export const exitCodes = {
  done: 0,
  failed: 1,
  /** Wrong use, or refused before anything moved. */
  refused: 2,
  /** Drift was found. */
  drift: 3,
  /** By convention 128 + SIGINT. */
  interrupted: 130,
};
