/** What the screen is made of, fetched while somebody still looks for the button. */
export function warmUp(): void {
  void import('../display/view')
}
