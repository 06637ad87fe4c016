/** What a control is told by the question around it. */
export interface Face<Node> {
  readonly node: Node
  /** For the control: whose words it carries and what is wrong with it. */
  readonly told: {
    readonly 'aria-labelledby': string
    readonly 'aria-describedby'?: string
    readonly 'aria-invalid'?: boolean
    readonly 'aria-required'?: boolean
  }
}

type Told = Face<unknown>['told']

/** For what is no field itself: a group of them carries words, and not what is demanded. */
export function wordsOf(told: Told): Pick<Told, 'aria-labelledby' | 'aria-describedby'> {
  const described = told['aria-describedby']
  return {
    'aria-labelledby': told['aria-labelledby'],
    ...(described ? { 'aria-describedby': described } : {}),
  }
}
