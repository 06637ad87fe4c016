import { expect, test } from 'vitest'
import { hrefFrom, outsideAddress, outsideLink } from './outside'

test('a link comes back as it was', () => {
  const url = 'https://www.law.go.kr/법령/개인정보보호법?x=1#제29조'
  expect(outsideLink(outsideAddress(url).replace('/outside', ''))?.href).toBe(new URL(url).href)
})

test('what is no web address, or carries a password, is none', () => {
  for (const url of ['', 'javascript:alert(1)', 'file:///etc/passwd', 'https://a:b@c.kr/', '%'])
    expect(outsideLink(`#${url}`)).toBeNull()
})

test('names that look like others are shown as what they are', () => {
  expect(outsideLink(outsideAddress('https://온마루.한국/').slice(8))?.host).toMatch(/^xn--/)
})

test('only what leads out of the work zone goes outside', () => {
  expect(hrefFrom('work', 'https://law.go.kr/')).toBe('/outside#https%3A%2F%2Flaw.go.kr%2F')
  expect(hrefFrom('work', `${location.origin}/drive`)).toBe(`${location.origin}/drive`)
  expect(hrefFrom('work', 'mailto:a@b.kr')).toBe('mailto:a@b.kr')
  expect(hrefFrom('internet', 'https://law.go.kr/')).toBe('https://law.go.kr/')
})
