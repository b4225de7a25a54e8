/** A credential inside a text: where it starts and ends (UTF-16 units), and its form. */
export interface CredentialMatch {
  readonly start: number;
  readonly end: number;
  readonly class: string;
}
