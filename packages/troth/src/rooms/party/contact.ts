/** A telephone number or e-mail address in the one form in which it is looked up and written to. */

const TELEPHONE = /^\+?[0-9(][0-9 ().-]{4,28}$/;

/** Trimmed, folded (NFKC), lower case; a telephone number without its punctuation. */
export function normalContact(text: string): string {
  const folded = text.normalize('NFKC').trim().toLowerCase();
  return TELEPHONE.test(folded) ? folded.replace(/[^+0-9]/g, '') : folded;
}
