// The form in SurveyJS, set up as its documentation does with a bundler.

import { Model } from 'survey-core';
import 'survey-core/i18n/swedish';
import { renderSurvey } from 'survey-js-ui';
import 'survey-core/survey-core.fontless.min.css';

import definition from 'bench:form';

const survey = new Model(definition);
survey.locale = 'sv';
renderSurvey(survey, document.getElementById('formular'));
