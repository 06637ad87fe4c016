/**
 * What the screen is made of, fetched while somebody still looks for the button. What does not come,
 * because they went elsewhere or the connection is away, is fetched when it is wanted.
 */
export function warmUp(): void {
  import('../display/view').catch(() => undefined)
}
