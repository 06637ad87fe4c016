import { defineWords } from '@/kernel/i18n'
import '../refusals'

export const words = defineWords(
  'daas_outside',
  {
    hours: '지금은 이 가상PC를 쓰는 시간이 아닙니다.',
    place: '이 기기가 있는 곳에서는 이 가상PC를 쓸 수 없습니다.',
    opens: '{{at}}에 열립니다',
    hoursNote: '정책에서 정한 이용 시간입니다. 급한 일이면 정보보호 담당자에게 요청하십시오.',
    meanwhile: '문서함과 메신저는 지금도 쓸 수 있습니다.',
    placeNote:
      '정책에서 정한 주소에서만 열립니다. 청사나 원격접속으로 들어오거나, 정보보호 담당자에게 요청하십시오.',
    stays: '{{at}}까지 그대로 있습니다. 그 뒤에는 안의 내용이 지워집니다.',
    staysHome: '{{at}}까지 그대로 있습니다. 그 뒤에는 내 보관함에 남는 것 말고 지워집니다.',
    ending: '{{at}}에 이 가상PC의 이용 시간이 끝납니다.',
    endingNote:
      '하던 일을 저장하십시오. 화면이 닫히고, 이 가상PC에 있는 것은 {{time}} 뒤에 모두 지워집니다.',
    endingNoteHome:
      '하던 일을 문서 폴더에 저장하십시오. 화면이 닫히고, {{time}} 뒤에는 내 보관함에 남는 것 말고 모두 지워집니다.',
    endingNoteStays: '하던 일을 저장하십시오. 화면이 닫히고, 다음 이용 시간에 그대로 이어집니다.',
  },
  {
    hours: 'This is not an hour at which this desktop may be used.',
    place: 'This desktop may not be used from where this device is.',
    opens: 'Opens {{at}}',
    hoursNote: 'The policy names the hours. If it is urgent, ask the security officer.',
    meanwhile: 'Drive and messenger are open now.',
    placeNote:
      'It opens from the addresses that the policy names only: come in from the office or by remote access, or ask the security officer.',
    stays: 'It stays as it is until {{at}}. Then everything on it is erased.',
    staysHome: 'It stays as it is until {{at}}. Then all but what your home keeps is erased.',
    ending: 'The hours of this desktop end at {{at}}.',
    endingNote:
      'Save what you are doing. The screen closes, and {{time}} later everything on this desktop is erased.',
    endingNoteHome:
      'Save what you are doing in your documents folder. The screen closes, and {{time}} later all but what your home keeps is erased.',
    endingNoteStays:
      'Save what you are doing. The screen closes, and you go on at its next hours where you were.',
  },
)
