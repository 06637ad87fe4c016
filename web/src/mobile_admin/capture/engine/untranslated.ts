/** A sheet is often translated in parts: pyxform writes a dash where a language has no words. */
import { asXml } from './xml'

const DASH = '<value>-</value>'

/** What a language does not say is said in the form's own [FC7]. */
export function saidSomehow(xml: string): string {
  if (!xml.includes(DASH)) return xml
  const form = new DOMParser().parseFromString(asXml(xml), 'text/xml')
  const languages = [...form.getElementsByTagName('translation')]
  const own = languages.find(each => each.hasAttribute('default')) ?? languages[0]
  const said = new Map([...(own?.children ?? [])].map(text => [text.id, plainOf(text)]))
  for (const text of languages.filter(each => each !== own).flatMap(each => [...each.children])) {
    const [there, instead] = [plainOf(text), said.get(text.id)]
    if (there?.textContent === '-' && instead) there.replaceWith(instead.cloneNode(true))
  }
  return new XMLSerializer().serializeToString(form)
}

/** The words, without the pictures and sounds beside them. */
function plainOf(text: Element): Element | undefined {
  return [...text.children].find(each => !each.hasAttribute('form'))
}
