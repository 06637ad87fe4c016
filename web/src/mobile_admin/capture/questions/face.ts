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
