/**
 * Names the wording of the notice on personal data (個資法 art. 8) that the member pages show. Another
 * wording gets another name: who agreed to which stands with their LINE account.
 */
export const memberConsentVersion = '2026-11-line';
