import { describe, expect, it } from 'vitest'
import { isUnderField } from './own-page'
import { checked } from './xml'

describe('[FC1] what may reach the parser of XML', () => {
  it.each(['<?xml version="1.0"?><h:html/>', ' <h:html xmlns:h="x">', '<data id="a"/>'])(
    'is a document: %s',
    text => {
      expect(checked(text)).toBe(text)
    },
  )

  it.each(['<html><body>', '<script>alert(1)</script>', '<img src=x>', 'text', '<svg onload=1>'])(
    'is not a page: %s',
    text => {
      expect(() => checked(text)).toThrow('not an XML document')
    },
  )

  it('belongs to addresses of the field', () => {
    expect(isUnderField('/field')).toBe(true)
    expect(isUnderField('/field/forms/a/1')).toBe(true)
    expect(isUnderField('/fields')).toBe(false)
    expect(isUnderField('/drive/field')).toBe(false)
  })
})
