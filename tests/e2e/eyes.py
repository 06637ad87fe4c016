"""What a page shows that somebody could not use, asked of the page itself."""

# The office's own places; what people, their files and headings are called, and what they write,
# keeps its own language.
FOREIGN = """
() => {
  const content = '.doc, .page-edge, li:has(time), [class*=thread], [class*=card], ' +
    '[class*=title], [role=row], [role=textbox], [class*=inset], fieldset > p > strong, kbd'
  const said = []
  for (const one of document.querySelectorAll(':is(#content, [role=dialog], [role=menu]) *')) {
    if (one.closest(content) || !one.checkVisibility()) continue
    const texts = [...one.childNodes].filter(node => node.nodeType === 3).map(node => node.data)
    for (const name of ['aria-label', 'title', 'placeholder']) {
      texts.push(one.getAttribute(name) ?? '')
    }
    said.push(...texts.filter(text => /[\\uac00-\\ud7a3]/.test(text)).map(text => text.trim()))
  }
  return said
}
"""
# A switch and a box are pressed by their words, a row by all of it, a field by its frame.
SMALL = """
() => [...document.querySelectorAll(':is(#content, [role=dialog], [role=menu]) ' +
  ':is(button, a[href], input, [role=menuitem], [role=option])')]
  .filter(one => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .filter(one => !one.closest('.doc, p, [aria-hidden=true], [inert], [style*=clip]'))
  .filter(one => one.type !== 'file')
  .map(one => [one, (one.closest('label, li:has(time)') ?? one).getBoundingClientRect()])
  .filter(([one, { width, height }]) => width > 2 && height > 2 &&
    (height < (one.matches('input, [class*=clear]') ? 41 : 43.5) || width < 23.5))
  .map(([one, { width, height }]) =>
    `${one.getAttribute('aria-label') ?? one.textContent.trim().slice(0, 40)} ` +
    `${Math.round(width)}x${Math.round(height)}`)
"""
# A dialog that still fades in is there for nobody; what turns for ever is no such thing.
STILL = """
() => Promise.all(document.getAnimations()
  .filter(one => one.effect?.getComputedTiming().iterations !== Infinity)
  .map(one => one.finished.catch(() => null)))
"""
# What a finger opens stays unseen for half a second, so that the same press does not hit it.
SHOWN = """
() => [...document.querySelectorAll('[role=dialog], [role=menu]')]
  .every(one => one.checkVisibility({ opacityProperty: true }))
"""
CLIPPED = """
() => [...document.querySelectorAll('button, h1, h2, h3, label, legend, [role=menuitem]')]
  .filter(one => one.checkVisibility() && !one.closest('.doc, [class*=title], nav, [role=row]'))
  .filter(one => getComputedStyle(one).overflowX !== 'visible')
  .filter(one => one.scrollWidth > one.clientWidth + 1)
  .map(one => one.textContent.trim().slice(0, 40))
"""
