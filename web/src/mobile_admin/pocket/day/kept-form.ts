/** A form as it lies on the phone, and what it and its files are called there. */
export interface FormName {
  readonly key: string
  readonly version: string
}

export interface KeptFile {
  readonly name: string
  readonly type: string
  readonly sha256: string
}

export interface KeptForm {
  readonly id: string
  readonly xml: string
  /** What was kept before forms had files has none. */
  readonly files?: readonly KeptFile[]
}

export function idOf({ key, version }: FormName): string {
  return `${key}/${version}`
}

/** Of a file, by its hash: two versions that name the same list keep it once. */
export function blobOf(sha256: string): string {
  return `form.${sha256}`
}
