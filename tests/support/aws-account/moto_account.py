"""Moto's server, made to answer as an account does where this project's template meets what moto 5 leaves out.

moto_account.py PORT API_ENDPOINT: listens on 127.0.0.1 and prints nothing of its own.

- Resource types that moto's CloudFormation does not know (API Gateway's HTTP APIs, alarms, policies of queues and
  buckets) are created as resources that have a name, an ARN and the attributes below, and do nothing.
- Changing a resource whose type moto cannot change keeps it, instead of forgetting it.
- Messages wait for the test's own pollers: moto would start each function in Docker.
- ValidateTemplate takes any template that is JSON: moto's own holds it against cfn-lint, warnings included.
"""

import sys

import moto.cloudformation.models as cloudformation
import moto.cloudformation.parsing as parsing
import moto.sqs.models as sqs
from moto.core.common_models import CloudFormationModel
from moto.server import main

port, api_endpoint = sys.argv[1:3]
known = parsing.resource_class_from_type
update = parsing.parse_and_update_resource
stand_ins = {}


def stand_in(resource_type):
    class StandIn(CloudFormationModel):
        # Moto reads the service from its modules' names.
        __module__ = "moto.stand_in.models"

        def __init__(self, name, account_id, region):
            service, kind = resource_type.lower().split("::")[1:]
            self.physical_resource_id = name
            self.attributes = {
                "Arn": f"arn:aws:{service}:{region}:{account_id}:{kind}/{name}",
                "ApiEndpoint": f"{api_endpoint}/{name}",
                "ApiId": name,
            }

        @staticmethod
        def cloudformation_name_type():
            return ""

        @staticmethod
        def cloudformation_type():
            return resource_type

        @classmethod
        def has_cfn_attr(cls, attr):
            return True

        def get_cfn_attribute(self, attr):
            return self.attributes.get(attr, self.physical_resource_id)

        @classmethod
        def create_from_cloudformation_json(cls, resource_name, _json, account_id, region_name, **_):
            return cls(resource_name, account_id, region_name)

        @classmethod
        def update_from_cloudformation_json(cls, original_resource, *_, **__):
            return original_resource

        @classmethod
        def delete_from_cloudformation_json(cls, *_, **__):
            pass

        def is_created(self):
            return True

    return StandIn


# CloudFormationModel.__subclasses__() is asked for the known types: the stand-ins are made afterwards.
parsing.get_model_map()
parsing.get_model_list()
parsing.get_name_type_map()


def resource_class_from_type(resource_type):
    if resource_type in parsing.get_model_map() or not resource_type.startswith("AWS::"):
        return known(resource_type)
    if resource_type not in stand_ins:
        stand_ins[resource_type] = stand_in(resource_type)
    return stand_ins[resource_type]


def parse_and_update_resource(logical_id, resource_json, resources_map, **where):
    return update(logical_id, resource_json, resources_map, **where) or resources_map[logical_id]


parsing.resource_class_from_type = resource_class_from_type
parsing.parse_and_update_resource = parse_and_update_resource
cloudformation.validate_template_cfn_lint = lambda template: []
sqs.Queue.lambda_event_source_mappings = property(lambda queue: {}, lambda queue, mappings: None)

main(["-H", "127.0.0.1", "-p", port])
