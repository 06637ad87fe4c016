import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it } from 'vitest'
import { AmountField, parted, placeAfter, plain } from './amount-field'
import { Kit } from './provider'

function Form({ onValue }: { readonly onValue: (value: string) => void }) {
  const [value, setValue] = useState('1100000')
  onValue(value)
  return <AmountField label="PC 값(원)" value={value} onChange={setValue} />
}

it('an amount has its thousands parted while it is typed, and is said without separators', async () => {
  let said = ''
  render(
    <Kit navigate={() => undefined}>
      <Form onValue={value => (said = value)} />
    </Kit>,
  )
  const field = screen.getByLabelText<HTMLInputElement>('PC 값(원)')
  expect(field.value).toBe('1,100,000')
  await userEvent.type(field, '5')
  expect([field.value, said]).toEqual(['11,000,005', '11000005'])
  await userEvent.type(field, '7', { initialSelectionStart: 1, initialSelectionEnd: 1 })
  expect([field.value, field.selectionStart]).toEqual(['171,000,005', 2])
  await userEvent.clear(field)
  await userEvent.type(field, '0.417')
  expect([field.value, said]).toEqual(['0.417', '0.417'])
})

it('what is no number stays as it was typed', () => {
  expect(['', '12a', '1234.', '-1234567', '0.4173'].map(parted)).toEqual([
    '',
    '12a',
    '1,234.',
    '-1,234,567',
    '0.4173',
  ])
  expect(plain('1,234.5')).toBe('1234.5')
  expect(placeAfter('1,234', 2)).toBe(3)
})
