/**
 * Argument that has the counter process parse its own answers before they leave. Arguments are
 * visible to every program of the PC: nothing secret ever goes this way.
 */
export const checkAnswersArgument = '--check-answers';
